/** LOINC codes of what observations say of a patient: body weight, gestational age, breastfeeding status. */
export const loincOf = { weightKg: '29463-7', pregnancyWeeks: '11884-4', isBreastfeeding: '63895-7' } as const;
