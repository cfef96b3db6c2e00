interface Title {
  readonly en: string;
  readonly zh: string;
  readonly summary: string;
}

/** What a context is called before people. A context that is not here goes by its own name. */
export const contextTitles: Readonly<Record<string, Title>> = {
  prescriptions: {
    en: 'Prescriptions',
    zh: '处方',
    summary: 'From the doctor’s signature to the patient’s hands: submit, review, sign, claim, approve, dispense.',
  },
  routing: { en: 'Routing', zh: '流转', summary: 'Which pharmacies are asked, in which order, and which of them is first to accept.' },
  fulfilment: { en: 'Fulfilment', zh: '取药', summary: 'The medicine is ready, collected, or goes back into stock.' },
  directory: { en: 'Directory', zh: '目录', summary: 'Pharmacies, their stock and prices, and the region’s drugs.' },
  partners: { en: 'Partners', zh: '机构', summary: 'Agencies, their keys and their webhook endpoints.' },
};
