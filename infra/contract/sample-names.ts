import type { Names } from './placeholders.ts';

/** What the placeholders of examples read as in the published document: values of the right shape, of no real thing. */
export const sampleNames: Names = {
  prescriptionId: 'rx_4bVJcQ0yTn2mW8sKxE1aLdPz',
  offerId: 'ofr_7tRw2kPzQm9sVb4nXc1eLdYh',
  hospitalId: 'ag_hospital0000000000000001',
  pharmacyId: 'ag_pharmacy0000000000000001',
  agencyId: 'ag_pharmacy0000000000000001',
  patientToken: 'pt_8fN3kQw2ZrT6yUb1XcVm5LhJ',
  claimSecret: 'cs_ofr_7tRw2kPzQm9sVb4nXc1eLdYh.q3Jf8sLw0ZrT6yUb1XcVm5LhJ8fN3kQw2ZrT6yUb1Xc',
  drugCode: 'XA10BAD046A001010100483',
  doctorId: 'doctor-wang',
  hospitalPharmacistId: 'hospital-pharmacist-zhao',
  pharmacistId: 'baotu-pharmacist',
  dispenserId: 'baotu-checker',
  endpointId: 'whe_5LhJ8fN3kQw2ZrT6yUb1XcVm',
  keyId: 'key_9sVb4nXc1eLdYh7tRw2kPzQm',
};
