import { describe, expect, it } from 'vitest';
import type { Drug } from '../../../events/directory.ts';
import { readDrugTable } from '../../../functions/directory/catalogue/drug-table.ts';
import { jinanDrugs } from '../../../functions/directory/catalogue/jinan-drugs.ts';
import {
  type DrugCommand,
  DrugEvent,
  type DrugRefusal,
  decide,
  drugRow,
  evolve,
  type ListedDrug,
  RECALLED_LOTS_MAX,
} from '../../../functions/directory/domain/drug.ts';
import { specificationOf } from '../../support/given.ts';

const given = specificationOf<ListedDrug, DrugCommand, DrugEvent, DrugRefusal>({
  initial: { status: 'absent' },
  decide,
  evolve,
  event: DrugEvent,
});
const drug = (over: Partial<Drug> = {}): Drug => ({
  drugCode: 'XM01AEX094D001010101792',
  genericName: '小儿布洛芬栓',
  englishName: 'ibuprofen suppositories',
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
  ...over,
});
const listed = (over: Partial<Drug> = {}): DrugEvent => ({ type: 'DrugListed', drug: drug(over) });

describe('a drug', () => {
  it('is listed, and listed again only when something differs', () => {
    given().when({ type: 'ListDrug', drug: drug() }).then(listed());
    given(listed()).when({ type: 'ListDrug', drug: drug() }).then();
    given(listed())
      .when({ type: 'ListDrug', drug: drug({ priceCapFen: 1861 }) })
      .then(listed({ priceCapFen: 1861 }));
  });
  it('is seeded where it is missing, and left alone where it is', () => {
    given().when({ type: 'SeedDrug', drug: drug() }).then(listed());
    given(listed({ priceCapFen: 1 }))
      .when({ type: 'SeedDrug', drug: drug() })
      .then();
  });
  it('leaves the catalogue once, comes back when it is listed, and is not brought back by a seed', () => {
    const delisted: DrugEvent = { type: 'DrugDelisted' };
    given().when({ type: 'DelistDrug' }).thenRefused({ code: 'not-found' });
    given(listed()).when({ type: 'DelistDrug' }).then(delisted);
    given(listed(), delisted).when({ type: 'DelistDrug' }).then();
    given(listed(), delisted).when({ type: 'SeedDrug', drug: drug() }).then();
    given(listed(), delisted).when({ type: 'ListDrug', drug: drug() }).then(listed());
    expect(given(listed(), delisted, listed()).state).toMatchObject({ status: 'listed' });
  });

  describe('whose lot is recalled', () => {
    const recall = (lotNumber = 'L1'): DrugCommand => ({ type: 'RecallLot', lotNumber, reason: 'dissolution' });
    const recalled = (lotNumber = 'L1'): DrugEvent => ({ type: 'LotRecalled', lotNumber, reason: 'dissolution' });

    it('says so until the end, also when it was delisted and listed again', () => {
      given().when(recall()).thenRefused({ code: 'not-found' });
      given(listed()).when(recall()).then(recalled());
      given(listed(), recalled()).when(recall()).then();
      given(listed(), recalled()).when(recall('L2')).then(recalled('L2'));
      const { state } = given(listed(), recalled(), { type: 'DrugDelisted' }, recalled('L2'), listed());
      expect(state.status === 'absent' ? undefined : drugRow(state)).toEqual({ ...drug(), recalledLots: ['L1', 'L2'] });
    });

    it('is recalled in as many lots as the list has room for', () => {
      const lots = Array.from({ length: RECALLED_LOTS_MAX }, (_none, index) => recalled(`LOT-${index}`));
      given(listed(), ...lots.slice(1))
        .when(recall())
        .then(recalled());
      given(listed(), ...lots)
        .when(recall())
        .thenRefused({ code: 'too-many-recalls' });
    });
  });

  it('without recalls is published as it was listed', () => {
    const { state } = given(listed());
    expect(state.status === 'absent' ? undefined : drugRow(state)).toEqual(drug());
  });

  it.each([
    { drugCode: 'XM01AEX094D001010101792', kind: 'western', expected: undefined },
    { drugCode: 'XM01AEX094D001010101792', kind: 'chinese-patent', expected: 'western' },
    { drugCode: 'ZA01CAX0351010101453', kind: 'chinese-patent', expected: undefined },
    { drugCode: 'ZA01CAX0351010101453', kind: 'herbal-piece', expected: 'chinese-patent' },
    { drugCode: 'T000100001', kind: 'western', expected: 'herbal-piece' },
    { drugCode: 'XM01AEX094D0010101017920', kind: 'herbal-piece', expected: undefined },
    { drugCode: 'AXM01AEX094D001010101792', kind: 'herbal-piece', expected: undefined },
    { drugCode: 'ZA01CAX03510101014530', kind: 'western', expected: undefined },
    { drugCode: 'AZA01CAX0351010101453', kind: 'western', expected: undefined },
    { drugCode: 'T0001000010', kind: 'western', expected: undefined },
    { drugCode: 'AT000100001', kind: 'western', expected: undefined },
    { drugCode: 'ZA01CAX035101010145', kind: 'western', expected: undefined },
    { drugCode: 'JN-YP-0001', kind: 'herbal-piece', expected: undefined },
  ] as const)('$drugCode as $kind is refused unless it is $expected', ({ drugCode, kind, expected }) => {
    const { decision } = given().when({ type: 'ListDrug', drug: drug({ drugCode, kind }) });
    expect(decision.ok ? undefined : decision.refusal).toEqual(
      expected === undefined ? undefined : { code: 'drug-kind-mismatch', expected },
    );
  });
});

describe('a history of a drug that no decision makes', () => {
  it.each<DrugEvent>([{ type: 'DrugDelisted' }, { type: 'LotRecalled', lotNumber: 'L1', reason: 'found impure' }])(
    'begins with $type',
    (event) => {
      expect(() => given(event)).toThrow(`${event.type} before DrugListed`);
    },
  );
  it('holds no facts and no wishes that were never declared', () => {
    expect(() => given(listed(), { type: 'DrugLost' } as never)).toThrow('unreachable: DrugLost');
    expect(() => given(listed()).when({ type: 'LoseDrug' } as never)).toThrow('unreachable: LoseDrug');
  });
});

describe('a drug table', () => {
  it('reads one drug a line', () => {
    const row = 'XM01AEX094D001010101792|小儿布洛芬栓|ibuprofen suppositories|栓剂|50mg×5粒|盒|B|ordinary|cool|-|1860';
    expect(readDrugTable('western', `\n${row}\n`)).toEqual([drug()]);
    expect(readDrugTable('western', row.replace('|-|', '|antimicrobial+restricted|'))).toEqual([
      drug({ isAntimicrobial: true, isRestrictedUse: true }),
    ]);
  });
  it.each(['a|b', 'XM01|n|e|f|s|u|D|ordinary|cool|-|1', 'XM01|n|e|f|s|u|A|ordinary|cool|-|1.5', 'XM01|n|e|f|s|u|A|ordinary|cool|-|1|'])(
    'does not read %s',
    (row) => {
      expect(() => readDrugTable('western', row)).toThrow();
    },
  );
  it('holds no drug that the catalogue would refuse', () => {
    expect(jinanDrugs.filter((each) => !decide({ status: 'absent' }, { type: 'SeedDrug', drug: each }).ok)).toEqual([]);
  });
});
