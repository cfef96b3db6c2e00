import { readDrugTable } from './drug-table.ts';

/** 中成药. */
export const chinesePatent = readDrugTable(
  'chinese-patent',
  `
ZA01CAX0351010101453|小儿豉翘清热颗粒|Xiaoer Chiqiao Qingre granules|颗粒剂|2g×9袋|盒|B|ordinary|ambient|-|4280
ZA01BAX0377010100093|小儿感冒颗粒|Xiaoer Ganmao granules|颗粒剂|12g×10袋|盒|A|ordinary|ambient|-|1580
ZA04CAE0023010100166|儿童清肺口服液|Ertong Qingfei oral liquid|合剂|10ml×6支|盒|B|ordinary|ambient|-|2680
ZA06CBX0359010103747|小儿肺热咳喘口服液|Xiaoer Feire Kechuan oral liquid|合剂|10ml×10支|盒|B|ordinary|ambient|-|3690
ZA06FAX0524010104012|小儿消积止咳口服液|Xiaoer Xiaoji Zhike oral liquid|合剂|10ml×10支|盒|B|ordinary|ambient|-|4260
ZA06CAX0435010100072|小儿咳喘灵口服液|Xiaoer Kechuanling oral liquid|合剂|10ml×10支|盒|B|ordinary|ambient|-|2180
ZA06BBX0548010100038|小儿止咳糖浆|Xiaoer Zhike syrup|糖浆剂|100ml|瓶|C|ordinary|ambient|-|1280
ZA09ABX0725010105478|醒脾养儿颗粒|Xingpi Yang'er granules|颗粒剂|2g×15袋|盒|B|ordinary|ambient|-|3980
ZA14AAX0455010100286|小儿七星茶颗粒|Xiaoer Qixingcha granules|颗粒剂|7g×10袋|盒|C|ordinary|ambient|-|1680
ZZ01AAD0305010102959|丁桂儿脐贴|Dinggui'er umbilical plasters|贴剂|1.6g×3贴|盒|C|ordinary|ambient|-|3860
ZD03AAA0043010100166|艾附暖宫丸|Aifu Nuangong pills|丸剂|9g×10丸|盒|A|ordinary|ambient|-|2260
ZD02AAF0202010105046|妇科千金片|Fuke Qianjin tablets|片剂|0.32g×72片|盒|A|ordinary|ambient|-|3480
ZD01BAY0318010100281|益母草颗粒|Yimucao (motherwort) granules|颗粒剂|15g×10袋|盒|A|ordinary|ambient|-|1960
ZD02BAB0238010105763|保妇康栓|Baofukang suppositories|栓剂|1.74g×8粒|盒|B|ordinary|cool|-|3680
ZD03AAD0318010101061|定坤丹|Dingkundan pills|丸剂|10.8g×6丸|盒|B|ordinary|ambient|-|9860
ZD03AAK0241010105421|坤泰胶囊|Kuntai capsules|胶囊剂|0.5g×36粒|盒|B|ordinary|ambient|-|4980
ZD03AAN0177010100166|女金丸|Nüjin pills|丸剂|9g×10丸|盒|B|ordinary|ambient|-|2860
ZA08AAJ0479010100252|金锁固精丸|Jinsuo Gujing pills|丸剂|60g|瓶|C|ordinary|ambient|-|1890
`,
);
