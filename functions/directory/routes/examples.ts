const WEEK = [1, 2, 3, 4, 5, 6, 7];

/** A pharmacy as the platform registers it; the agency's id stands beside it. */
export const pharmacyExample = {
  name: '泉城大药房泺源店',
  address: '济南市历下区泺源大街 1 号',
  place: { latitude: 36.6604, longitude: 117.0219 },
  hours: WEEK.map((weekday) => ({ weekday, opens: '08:00', closes: '21:30' })),
  services: ['pickup', 'cold-chain', 'herbal-dispensing'],
  licence: {
    number: '鲁CB531000001',
    kinds: ['western', 'chinese-patent', 'herbal-piece'],
    classes: ['ordinary'],
    validFrom: '2024-01-01T00:00:00+08:00',
    validUntil: '2029-01-01T00:00:00+08:00',
  },
} as const;

export const drugExample = {
  drugCode: 'XM01AEX094D001010101792',
  genericName: '小儿布洛芬栓',
  englishName: 'ibuprofen suppositories for children',
  form: '栓剂',
  specification: '50mg×5粒',
  unit: '盒',
  kind: 'western',
  controlClass: 'ordinary',
  listClass: 'B',
  storage: 'cool',
  isAntimicrobial: false,
  isRestrictedUse: false,
  priceCapFen: 1860,
} as const;
