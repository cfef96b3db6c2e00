import type { Request } from './edge.ts';

type Asker = Pick<Request, 'agencyId' | 'apiKey'>;

/** What the partners' keys are, and which doors are shut: told to be shut, and answered that they are. */
export const createKeyring = () => {
  const renewed = new Map<string, string>();
  const revoked = new Map<string, string[]>();
  const shut = new Map<string, (asker: Asker) => boolean>();
  return {
    /** The key that an agency has now. */
    keyOf: ({ agencyId, apiKey }: Asker): string => renewed.get(agencyId) ?? apiKey,
    /** Keys that an agency once had. */
    revokedOf: (agencyId: string): readonly string[] => revoked.get(agencyId) ?? [],
    renew: (agencyId: string, apiKey: string): void => void renewed.set(agencyId, apiKey),
    revoke: ({ agencyId, apiKey }: Asker): void => {
      revoked.set(agencyId, [...(revoked.get(agencyId) ?? []), apiKey]);
      shut.set(`key ${apiKey}`, (asker) => asker.apiKey === apiKey);
    },
    suspend: (agencyId: string): void => void shut.set(`agency ${agencyId}`, (asker) => asker.agencyId === agencyId),
    /** Somebody is about to let it in again. */
    resume: (agencyId: string): void => void shut.delete(`agency ${agencyId}`),
    /** Whether nobody may come in by this key. */
    isShut: (asker: Asker): boolean => [...shut.values()].some((shuts) => shuts(asker)),
  };
};
