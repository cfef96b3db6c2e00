import { readDrugTable } from './drug-table.ts';

/** 西药 mostly for men, and one after a stroke. */
export const westernForMen = readDrugTable(
  'western',
  `
XG04BET001A001010100299|他达拉非片|tadalafil tablets|片剂|5mg×28片|盒|C|ordinary|ambient|-|19800
XG04BEX006A001010100111|枸橼酸西地那非片|sildenafil citrate tablets|片剂|50mg×5片|盒|C|ordinary|ambient|-|16800
XG04CBD247E002010101503|度他雄胺软胶囊|dutasteride soft capsules|软胶囊剂|0.5mg×10粒|盒|B|ordinary|ambient|-|7680
XG04CBA088A001010101467|爱普列特片|epristeride tablets|片剂|5mg×20片|盒|B|ordinary|ambient|-|6480
XG04CXP102A001020101575|普适泰片|pollen extract (Prostat) tablets|片剂|70mg:4mg×14片|盒|B|ordinary|ambient|-|8960
XC04ABF039A001010100141|甲磺酸酚妥拉明片|phentolamine mesylate tablets|片剂|40mg×4片|盒|C|ordinary|ambient|-|5880
XL02BBB085A001010100662|比卡鲁胺片|bicalutamide tablets|片剂|50mg×28片|盒|B|ordinary|ambient|restricted|39800
XL02BBA292A001010100647|醋酸阿比特龙片|abiraterone acetate tablets|片剂|250mg×120片|瓶|B|ordinary|ambient|restricted|298000
XL02BBE088E002010101292|恩扎卢胺软胶囊|enzalutamide soft capsules|软胶囊剂|40mg×112粒|盒|B|ordinary|ambient|restricted|780000
XN07XXD130E002010102774|丁苯酞软胶囊|butylphthalide soft capsules|软胶囊剂|0.1g×24粒|盒|B|ordinary|ambient|restricted|9980
`,
);
