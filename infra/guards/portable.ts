import { guardOf, textsOf } from './template.ts';

/** Kinds of resource that the China regions do not have. */
const NOT_IN_CHINA =
  /^AWS::(Cognito::UserPool|Cognito::IdentityPool|AppRunner|Amplify|Pinpoint|SES|Chime|Lambda::Url|Bedrock|CloudFront::KeyValueStore)/;

/** A service's name as a principal is the same in every partition. */
const SERVICE_PRINCIPAL = /^[a-z-]+\.amazonaws\.com$/;
const HARD_CODED: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /arn:aws[a-z-]*:/, what: 'an ARN with its partition' },
  { pattern: /amazonaws\.com/, what: 'a domain of one partition' },
  // Twelve digits that are not a part of an asset's hash.
  { pattern: /(?<![0-9a-f])\d{12}(?![0-9a-f])/, what: 'an account' },
  {
    pattern: /\b(us|eu|ap|cn|ca|sa|me|af|il|mx)-(gov-)?(north|south|east|west|central|northeast|northwest|southeast|southwest)-\d\b/,
    what: 'an AWS region',
  },
];

/** A template says where it goes only by the pseudo parameters, so that one deploys to both partitions and any account. */
export const templatesArePortable = guardOf('templates-are-portable', ({ type, properties }) => {
  const texts = textsOf(properties).filter((text) => !SERVICE_PRINCIPAL.test(text));
  const hardCoded = HARD_CODED.filter(({ pattern }) => texts.some((text) => pattern.test(text))).map(({ what }) => `names ${what}`);
  return NOT_IN_CHINA.test(type) ? [...hardCoded, `${type} does not exist in aws-cn`] : hardCoded;
});
