// The tables' keys: CDK creates the tables with them, the adapters read and write by them.
export const JOURNAL_KEY = { partition: 'stream', sort: 'version' } as const;
export const VIEWS_KEY = { partition: 'rows', sort: 'sort', timeToLive: 'expiresAtSeconds' } as const;
export const VAULT_KEY = { partition: 'token', sort: 'name' } as const;
/** The journal's attribute that holds a commit as JSON text. */
export const COMMIT_ATTRIBUTE = 'content';
/** Stands on a commit that an operator moved here: it was relayed and projected where it came from. */
export const MOVED_ATTRIBUTE = 'moved';
