/** A patient with hypertension comes back for two more weeks. All of it is invented. */
export const documentExample = {
  hospitalRxNumber: 'RX20260302-0001',
  channel: 'in-person',
  prescribedAt: '2026-03-02T01:55:00.000Z',
  validDays: 3,
  prescriberId: '{{doctorId}}',
  isFirstVisit: false,
  insuredRegion: '370102',
  patient: { ageYears: 61, sex: 'female', allergies: ['penicillin'] },
  diagnoses: [{ code: 'I10.x00', name: '原发性高血压' }],
  supply: { basis: 'ordinary' },
  lines: [{ drugCode: '{{drugCode}}', quantity: 2, supplyDays: 7, dose: '5 mg', route: 'oral', frequency: 'qd' }],
} as const;

export const patientExample = { name: '张秀英', idNumber: '370102196503078524', phone: '13800001234' } as const;

export const submitExample = {
  prescription: documentExample,
  patient: patientExample,
  choice: { by: 'nearest', near: { latitude: 36.67, longitude: 117.02 } },
} as const;
