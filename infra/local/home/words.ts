import type { Standing } from '../../../events/overview.ts';

export const LANGUAGES = ['zh', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

interface Words {
  readonly tagline: string;
  readonly live: string;
  readonly offline: string;
  readonly docs: string;
  readonly problems: string;
  readonly health: string;
  readonly otherLanguage: string;
  readonly today: string;
  readonly journeysToday: string;
  readonly latest: string;
  readonly noJourneys: string;
  readonly agencies: string;
  readonly noAgencies: string;
  readonly suspended: string;
  readonly journey: string;
  readonly follow: string;
  readonly pinned: string;
  readonly asList: string;
  readonly steps: string;
  readonly took: string;
  readonly delivered: string;
  readonly notDelivered: string;
  readonly noSteps: string;
  readonly atLeast: string;
  readonly skip: string;
  readonly time: string;
  readonly prescription: string;
  readonly status: string;
  readonly pharmacy: string;
}

export const words: Readonly<Record<Language, Words>> = {
  zh: {
    tagline: '医疗、医保、医药，一方相连',
    live: '实时',
    offline: '重新连接中',
    docs: '接口文档',
    problems: '错误目录',
    health: '运行状况',
    otherLanguage: 'English',
    today: '今日',
    journeysToday: '今日流转处方',
    latest: '最近的处方',
    noJourneys: '今天还没有处方流转。医院提交并激活第一张处方后，这里会自动出现。',
    agencies: '接入机构',
    noAgencies: '还没有机构接入。',
    suspended: '已停用',
    journey: '处方旅程',
    follow: '跟随最新',
    pinned: '已固定此处方',
    asList: '逐步查看',
    steps: '步',
    took: '历时',
    delivered: '通知送达',
    notDelivered: '通知未送达',
    noSteps: '这张处方还没有可显示的步骤。',
    atLeast: '至少',
    skip: '跳到主要内容',
    time: '时间',
    prescription: '处方',
    status: '状态',
    pharmacy: '药店',
  },
  en: {
    tagline: 'Care, coverage and medicines, joined by one prescription',
    live: 'Live',
    offline: 'Reconnecting',
    docs: 'API docs',
    problems: 'Problems',
    health: 'Health',
    otherLanguage: '中文',
    today: 'Today',
    journeysToday: 'Prescriptions moving today',
    latest: 'Latest prescriptions',
    noJourneys: 'No prescription has moved today. The first one that a hospital activates appears here by itself.',
    agencies: 'Connected agencies',
    noAgencies: 'No agency is connected yet.',
    suspended: 'suspended',
    journey: 'Journey',
    follow: 'Follow the newest',
    pinned: 'Pinned to this one',
    asList: 'Step by step',
    steps: 'steps',
    took: 'took',
    delivered: 'notified',
    notDelivered: 'could not be notified',
    noSteps: 'There are no steps to show for this prescription yet.',
    atLeast: 'at least',
    skip: 'Skip to the content',
    time: 'Time',
    prescription: 'Prescription',
    status: 'Status',
    pharmacy: 'Pharmacy',
  },
};

type InBoth = Readonly<Record<Language, string>>;

export const standingWords: Readonly<Record<Standing, InBoth>> = {
  open: { zh: '待接方', en: 'Open' },
  claimed: { zh: '已接方', en: 'Claimed' },
  approved: { zh: '审方通过', en: 'Approved' },
  suspended: { zh: '存疑待复核', en: 'In doubt' },
  dispensed: { zh: '待取药', en: 'Dispensed' },
  completed: { zh: '已取药', en: 'Completed' },
  reversed: { zh: '已冲销', en: 'Reversed' },
  cancelled: { zh: '已撤销', en: 'Cancelled' },
  expired: { zh: '已失效', en: 'Expired' },
};

/** Roles of agencies and names of contexts, as lanes are called. A newer one goes by its own name. */
const laneWords: Readonly<Record<string, InBoth>> = {
  hospital: { zh: '医院', en: 'Hospital' },
  pharmacy: { zh: '药店', en: 'Pharmacy' },
  'patient-app': { zh: '患者端', en: 'Patient app' },
  platform: { zh: '平台', en: 'Platform' },
  courier: { zh: '配送', en: 'Courier' },
  insurer: { zh: '医保', en: 'Insurer' },
  regulator: { zh: '监管', en: 'Regulator' },
  prescriptions: { zh: '处方中心', en: 'Prescriptions' },
  routing: { zh: '流转分派', en: 'Routing' },
  fulfilment: { zh: '取药履约', en: 'Fulfilment' },
  partners: { zh: '机构与通知', en: 'Partners' },
  directory: { zh: '目录', en: 'Directory' },
};

export const laneWord = (name: string, language: Language): string => laneWords[name]?.[language] ?? name;
