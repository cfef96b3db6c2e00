import { readDrugTable } from './drug-table.ts';

/** 西药 mostly for women. */
export const westernForWomen = readDrugTable(
  'western',
  `
XG03DBD084A001010102180|地屈孕酮片|dydrogesterone tablets|片剂|10mg×20片|盒|B|ordinary|ambient|-|10980
XG03DBD331A001010100225|地诺孕素片|dienogest tablets|片剂|2mg×28片|盒|B|ordinary|ambient|restricted|13900
XG01AFJ070A009010100150|甲硝唑阴道泡腾片|metronidazole vaginal effervescent tablets|阴道泡腾片|0.2g×14片|盒|A|ordinary|ambient|antimicrobial|1580
XG01AFK079A008010100225|克霉唑阴道片|clotrimazole vaginal tablets|阴道片|0.5g×2片|盒|B|ordinary|ambient|antimicrobial|3980
XG01AXX067A008010104240|硝呋太尔阴道片|nifuratel vaginal tablets|阴道片|0.25g×7片|盒|B|ordinary|ambient|antimicrobial|3690
XG01AFM085D003010100312|硝酸咪康唑栓|miconazole nitrate suppositories|栓剂|0.2g×7粒|盒|A|ordinary|cool|antimicrobial|1890
XG01AFA222D003010101770|奥硝唑阴道栓|ornidazole vaginal suppositories|栓剂|0.5g×7粒|盒|B|ordinary|cool|antimicrobial|3280
XG01AAK073A009010103944|克林霉素磷酸酯阴道泡腾片|clindamycin phosphate vaginal effervescent tablets|阴道泡腾片|0.1g×7片|盒|C|ordinary|ambient|antimicrobial|4560
XJ01MAY040D001010100318|氧氟沙星栓|ofloxacin suppositories|栓剂|0.1g×7粒|盒|C|ordinary|cool|antimicrobial|1960
XJ02ACA397E001010184811|奥特康唑胶囊|oteseconazole capsules|胶囊剂|150mg×18粒|盒|B|ordinary|ambient|antimicrobial+restricted|128000
XG03AAQ115A001010107785|屈螺酮炔雌醇片|drospirenone and ethinylestradiol tablets|片剂|3mg:0.03mg×21片|盒|C|ordinary|ambient|-|13800
XG03ADZ061A001010100088|左炔诺孕酮片|levonorgestrel tablets|片剂|1.5mg×1片|盒|C|ordinary|ambient|-|4980
XG03DCQ137A017010100803|炔诺酮片|norethisterone tablets|片剂|0.625mg×36片|盒|B|ordinary|ambient|-|2480
XG03DCX035A001010101389|烯丙雌醇片|allylestrenol tablets|片剂|5mg×20片|盒|B|ordinary|ambient|-|6800
XG03CAJ114F002010106012|结合雌激素乳膏|conjugated estrogens cream|乳膏剂|14g|支|C|ordinary|cool|-|15600
XG03CAP097F002010100085|普罗雌烯乳膏|promestriene cream|乳膏剂|15g:0.15g|支|B|ordinary|ambient|-|5960
XA11CCA351E002010101121|艾地骨化醇软胶囊|eldecalcitol soft capsules|软胶囊剂|0.75μg×10粒|盒|B|ordinary|ambient|restricted|5980
XL02BGA045A001010101003|阿那曲唑片|anastrozole tablets|片剂|1mg×14片|盒|B|ordinary|ambient|restricted|8600
XL02BGY096A001010100107|依西美坦片|exemestane tablets|片剂|25mg×30片|盒|B|ordinary|ambient|restricted|26800
XL02BAT120A001010101425|枸橼酸托瑞米芬片|toremifene citrate tablets|片剂|60mg×30片|盒|B|ordinary|ambient|restricted|39800
XG02CXC097D001010103320|重组人干扰素α2b栓|recombinant human interferon alfa-2b suppositories|栓剂|10万IU×3枚|盒|C|ordinary|refrigerated|-|7980
XG02CXC095D001010103320|重组人干扰素α2a栓|recombinant human interferon alfa-2a suppositories|栓剂|6万IU×5枚|盒|B|ordinary|refrigerated|restricted|6980
XG02CXR049E006010103914|阴道用乳杆菌活菌胶囊|live Lactobacillus capsules for vaginal use|胶囊剂|0.25g×10粒|盒|B|ordinary|refrigerated|-|8960
XH01BBK007B002010101601|卡贝缩宫素注射液|carbetocin injection|注射液|1ml:100μg|支|B|ordinary|refrigerated|restricted|15800
XG02ABM030B002010100322|马来酸麦角新碱注射液|ergometrine maleate injection|注射液|1ml:0.2mg|支|A|precursor|refrigerated|-|9800
`,
);
