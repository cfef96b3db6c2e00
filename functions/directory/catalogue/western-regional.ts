import { readDrugTable } from './drug-table.ts';

/**
 * 西药 of everyday and of the restricted classes under the region's own codes (`JN-`): their full national codes are not in the
 * data that we check against, and an unchecked code would be a guess.
 */
export const westernRegional = readDrugTable(
  'western',
  `
JN-XY-0001|盐酸二甲双胍片|metformin hydrochloride tablets|片剂|0.5g×60片|盒|A|ordinary|ambient|-|1280
JN-XY-0002|苯磺酸氨氯地平片|amlodipine besilate tablets|片剂|5mg×28片|盒|A|ordinary|ambient|-|980
JN-XY-0003|阿托伐他汀钙片|atorvastatin calcium tablets|片剂|20mg×28片|盒|A|ordinary|ambient|-|1860
JN-XY-0004|阿莫西林胶囊|amoxicillin capsules|胶囊剂|0.25g×36粒|盒|A|ordinary|ambient|antimicrobial|1180
JN-XY-0005|甘精胰岛素注射液|insulin glargine injection|注射液|3ml:300单位|支|B|ordinary|refrigerated|restricted|7800
JN-XY-0006|门冬胰岛素注射液|insulin aspart injection|注射液|3ml:300单位|支|B|ordinary|refrigerated|-|4280
JN-XY-0007|阿普唑仑片|alprazolam tablets|片剂|0.4mg×24片|盒|A|psychotropic-2|ambient|-|1360
JN-XY-0008|盐酸哌甲酯缓释片|methylphenidate hydrochloride extended-release tablets|缓释片|18mg×15片|盒|B|psychotropic-1|ambient|restricted|29800
JN-XY-0009|硫酸吗啡缓释片|morphine sulfate extended-release tablets|缓释片|30mg×10片|盒|A|narcotic|ambient|-|7600
JN-XY-0010|人血白蛋白|human albumin|注射液|50ml:10g|瓶|B|blood-product|refrigerated|restricted|38800
JN-XY-0011|人用狂犬病疫苗(Vero细胞)|rabies vaccine for human use (Vero cell)|注射剂|0.5ml|支|C|vaccine|refrigerated|-|9800
`,
);
