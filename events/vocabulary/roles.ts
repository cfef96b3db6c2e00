import * as z from 'zod/mini';

/** What an agency is to the region. A key carries its agency's role. */
export const Role = z.enum(['platform', 'hospital', 'pharmacy', 'patient-app', 'courier', 'insurer', 'regulator']);
export type Role = z.infer<typeof Role>;
