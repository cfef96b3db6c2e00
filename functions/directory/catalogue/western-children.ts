import { readDrugTable } from './drug-table.ts';

/** 西药 mostly for children. */
export const westernForChildren = readDrugTable(
  'western',
  `
XA07XAX061N001010101521|消旋卡多曲颗粒|racecadotril granules|颗粒剂|10mg×12袋|盒|B|ordinary|ambient|restricted|3280
XM01AEX094D001010101792|小儿布洛芬栓|ibuprofen suppositories for children|栓剂|50mg×5粒|盒|B|ordinary|cool|-|1860
XN02BEX097A001010105889|小儿对乙酰氨基酚片|paracetamol tablets for children|片剂|0.1g×24片|盒|A|ordinary|ambient|-|680
XA12AXX128N001010101438|小儿碳酸钙D3颗粒|calcium carbonate and vitamin D3 granules for children|颗粒剂|0.75g×10袋|盒|C|ordinary|ambient|-|3600
XR06ADX134A001010103987|小儿盐酸异丙嗪片|promethazine hydrochloride tablets for children|片剂|12.5mg×100片|瓶|A|ordinary|ambient|-|1250
XA07FAK084N001010100041|枯草杆菌二联活菌颗粒|live Bacillus subtilis and Enterococcus faecium granules|颗粒剂|1g×10袋|盒|B|ordinary|cool|restricted|2980
XN02BEX085N001010100269|小儿氨酚黄那敏颗粒|paracetamol, artificial cow-bezoar and chlorphenamine granules for children|颗粒剂|6g×10袋|盒|B|ordinary|ambient|-|1480
XR05XXX089N001010101298|小儿氨酚烷胺颗粒|paracetamol and amantadine granules for children|颗粒剂|6g×12袋|盒|C|ordinary|ambient|-|1680
XB03AAX117K001010101350|小儿硫酸亚铁糖浆|ferrous sulfate syrup for children|糖浆剂|4%×100ml|瓶|A|ordinary|ambient|-|980
XA07FAX121A001010102966|小儿乳酸菌素片|lactobacillin tablets for children|片剂|0.2g×64片|盒|C|ordinary|ambient|-|1560
XR03CAX112K001010101928|小儿复方麻黄碱桔梗糖浆|compound ephedrine and platycodon syrup for children|糖浆剂|100ml|瓶|C|ordinary|ambient|-|1890
XR03DCM082M002010104021|孟鲁司特钠口溶膜|montelukast sodium oral films|膜剂|4mg×10片|盒|B|ordinary|ambient|restricted|5980
XJ05AXM176X006010181735|玛巴洛沙韦干混悬剂|baloxavir marboxil for suspension|干混悬剂|40mg/20ml|瓶|B|ordinary|ambient|restricted|24800
XN06BAK062A010010180923|盐酸可乐定缓释片|clonidine hydrochloride extended-release tablets|缓释片|0.1mg×30片|盒|B|ordinary|ambient|restricted|28900
XA06ADF336P001010100233|复方聚乙二醇(3350)电解质散|compound macrogol 3350 and electrolytes powder|散剂|6.9g×30袋|盒|B|ordinary|ambient|restricted|9900
XJ01DIX240N001010101453|小儿法罗培南钠颗粒|faropenem sodium granules for children|颗粒剂|50mg×12袋|盒|B|ordinary|cool|antimicrobial+restricted|12600
XJ01EEX124N001010102004|小儿双磺甲氧苄啶颗粒|sulfadiazine, sulfamethoxazole and trimethoprim granules for children|颗粒剂|1g×12袋|盒|C|ordinary|ambient|antimicrobial|1380
XJ01GBX119N001010105699|小儿硫酸庆大霉素颗粒|gentamicin sulfate granules for children|颗粒剂|10mg×20袋|盒|C|ordinary|ambient|antimicrobial|1290
XC02KXB144A001020178189|波生坦分散片|bosentan dispersible tablets|分散片|32mg×56片|盒|B|ordinary|ambient|restricted|189000
XD11AXT002N001020179406|他克莫司颗粒|tacrolimus granules|颗粒剂|1mg×50袋|盒|B|ordinary|ambient|restricted|168000
XN05CDM084X001010102000|咪达唑仑口服溶液|midazolam oral solution|口服溶液剂|10ml:20mg|支|B|psychotropic-2|ambient|restricted|8800
`,
);
