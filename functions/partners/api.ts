import { sqsInbox } from '../../shared/adapters/aws/equipment.ts';
import { createPost } from '../../shared/adapters/node/http-post.ts';
import { httpApi } from '../../shared/lambda/handlers.ts';
import { partnersContext } from './context.ts';

export const handler = httpApi(partnersContext, { post: createPost, inbox: sqsInbox });
