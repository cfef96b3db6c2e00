/** Who plays in the demo region: made-up agencies of a made-up town plan. Streets and numbers are invented. */

const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '00:00', closes: '23:59' }));

export const demoHospital = {
  name: '济南泉城互联网医院',
  englishName: 'Jinan Spring City Internet Hospital',
  doctors: ['doctor-wang', 'doctor-li'],
  pharmacists: ['hospital-pharmacist-zhao'],
};

export const demoPatientApp = { name: '泉城健康', englishName: 'Spring City Health app' };

const plainServices = ['pickup', 'delivery'] as const;

/** Five pharmacies that differ in place, price and ability, so that every choice of the patient has another winner. */
export const demoPharmacies = [
  {
    slug: 'baotu',
    name: '趵突泉大药房',
    englishName: 'Baotu Spring Pharmacy',
    latitude: 36.6612,
    longitude: 117.0155,
    priceFactor: 1,
    services: [...plainServices, 'cold-chain'],
  },
  {
    slug: 'daming',
    name: '大明湖药店',
    englishName: 'Daming Lake Pharmacy',
    latitude: 36.6751,
    longitude: 117.0247,
    priceFactor: 0.96,
    services: plainServices,
  },
  {
    slug: 'qianfo',
    name: '千佛山药房',
    englishName: 'Thousand Buddha Pharmacy',
    latitude: 36.6391,
    longitude: 117.0378,
    priceFactor: 0.9,
    services: [...plainServices, 'cold-chain'],
  },
  {
    slug: 'heihu',
    name: '黑虎泉国药堂',
    englishName: 'Black Tiger Herbal Hall',
    latitude: 36.6659,
    longitude: 117.0334,
    priceFactor: 1,
    services: [...plainServices, 'herbal-dispensing', 'decoction'],
  },
  {
    slug: 'luoyuan',
    name: '泺源社区药房',
    englishName: 'Luoyuan Community Pharmacy',
    latitude: 36.6583,
    longitude: 117.0089,
    priceFactor: 0.93,
    services: plainServices,
  },
] as const;

export const demoPharmacyRegistration = (agencyId: string, { name, latitude, longitude, services }: (typeof demoPharmacies)[number]) => ({
  agencyId,
  name,
  address: '济南市历下区示例路 1 号',
  place: { latitude, longitude },
  hours: everyDay,
  services: [...services],
  licence: {
    number: '鲁CB531000000',
    kinds: ['western', 'chinese-patent', 'herbal-piece'],
    classes: ['ordinary', 'psychotropic-2'],
    validFrom: '2024-01-01T00:00:00+08:00',
    validUntil: '2034-01-01T00:00:00+08:00',
  },
});

/** 定点 */
export const demoDesignation = { action: 'designate', from: '2024-01-01T00:00:00+08:00', until: '2034-01-01T00:00:00+08:00' };

/** An invented person: the area code and check digit are right, nobody was born with it. */
export const demoPatient = {
  name: '测试患者',
  idNumber: '370102199001010010',
  phone: '13900000000',
  address: '济南市历下区示例小区 1 号楼',
};
