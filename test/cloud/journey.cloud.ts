import { afterAll, describe, expect, it } from 'vitest';
import { createClient } from '../../infra/local/sandbox/client.ts';
import { playJourney } from '../../infra/local/sandbox/journey.ts';
import { startReceivers } from '../../infra/local/sandbox/receiver.ts';
import { type DemoCast, setUpCast } from '../../infra/local/sandbox/setup.ts';
import { deployedRegion } from './facts.ts';

const receivers = await startReceivers();
afterAll(() => receivers.close());

const PATIENCE_MS = 60_000;

describe.each(['jinan', 'tianjin'])('the deployed region %s', (name) => {
  const { baseUrl, platform } = deployedRegion(name);
  let cast: DemoCast;

  it('registers the sandbox partners, as an operator would', async () => {
    cast = await setUpCast(baseUrl, platform.apiKey, receivers);
    expect(cast.pharmacies).toHaveLength(5);
  });

  it.each([
    ['step by step', false],
    ['in one call', true],
  ])('plays the journey that a laptop plays, %s', async (_how, isOneCall) => {
    const steps: string[] = [];
    const prescribedAt = new Date().toISOString();
    const number = `${name}-${Date.now()}`;
    const { prescriptionId } = await playJourney({
      baseUrl,
      cast,
      receivers,
      number,
      prescribedAt,
      isOneCall,
      patienceMs: PATIENCE_MS,
      onStep: (step) => steps.push(step),
    });
    expect(steps.at(-1)).toBe('completed');
    const { hops } = await createClient(baseUrl, cast.hospital.apiKey).must('GET', `/v1/prescriptions/${prescriptionId}/timeline`);
    const contexts = new Set((Array.isArray(hops) ? hops : []).map(({ context }) => context));
    expect([...contexts]).toEqual(expect.arrayContaining(['prescriptions', 'routing', 'fulfilment', 'partners']));
  });

  it('refuses a key of another region, or of none', async () => {
    const others = ['jinan', 'tianjin'].filter((one) => one !== name).map((one) => deployedRegion(one).platform.apiKey);
    for (const key of [...others, 'sk_nobody']) {
      const { status, body } = await createClient(baseUrl, key).call('GET', '/v1/drugs');
      expect([status, body['code']]).toEqual([401, 'unauthorized']);
    }
  });
});

describe('a webhook', () => {
  it('came signed by its endpoint’s secret, every one', () => {
    expect(receivers.counts.received).toBeGreaterThan(0);
    expect(receivers.counts.forged).toBe(0);
  });
});
