import { createSeals, hashIds } from '../../shared/adapters/node/ids.ts';
import { idsContract, sealsContract } from './ids-contract.ts';

idsContract('hashed', hashIds);
sealsContract('HMAC', (seed) => createSeals(Buffer.alloc(32, seed)));
