import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { PrescriptionId } from '../../../events/vocabulary/ids.ts';
import type { RegionProfile } from '../../regions/region-profile.ts';
import type { Engine } from '../engine.ts';
import { filePage, sendPage } from '../respond.ts';
import type { Page } from '../server.ts';
import { readJourney } from './journey.ts';
import { livePage } from './live.ts';
import { homePage } from './page.ts';
import { createReadRegion } from './region-state.ts';
import { createClockText } from './times.ts';
import { LANGUAGES, type Language } from './words.ts';

const asset = (name: string, type: string): Page => filePage({ type, load: () => readFile(join(import.meta.dirname, 'assets', name)) });

/** One stylesheet for the browser, a file for each subject in the source. */
const STYLES = ['colours', 'base', 'counts', 'picture', 'lists', 'motion-and-width'];
const readStyles = async (): Promise<string> => {
  const parts = await Promise.all(STYLES.map((name) => readFile(join(import.meta.dirname, 'assets', `${name}.css`), 'utf8')));
  return parts.join('\n');
};

/** The page of the region, what it is drawn with, and the stream that tells it to draw again. */
export const homePages = (engine: Engine, profile: RegionProfile): Readonly<Record<string, Page>> => {
  const readRegion = createReadRegion(engine.runtime, profile.timeZone);
  const clockText = createClockText(profile.timeZone);

  const home: Page = async (request, response) => {
    const query = queryOf(request);
    const language = languageOf(query.get('lang'), request.headers['accept-language']);
    const asked = PrescriptionId.safeParse(query.get('journey'));
    const pinned = asked.success ? asked.data : undefined;
    const state = await readRegion();
    const shownId = pinned ?? state.latest[0]?.prescriptionId;
    const journey = shownId === undefined ? undefined : await readJourney(engine.runtime, shownId);
    const agencies = new Map<string, (typeof state.agencies)[number]>(state.agencies.map((agency) => [agency.agencyId, agency]));
    await sendPage(request, response, homePage({ profile, state, journey, setting: { language, agencies, clockText, pinned } }));
  };

  return {
    '/': home,
    '/events': livePage(engine.database),
    '/assets/page.css': filePage({ type: 'text/css; charset=utf-8', load: readStyles }),
    '/assets/page.js': asset('page.js', 'text/javascript; charset=utf-8'),
    '/assets/seal.svg': asset('seal.svg', 'image/svg+xml'),
  };
};

export const queryOf = (request: IncomingMessage): URLSearchParams => new URL(request.url ?? '/', 'http://localhost').searchParams;

/** What the address says, else the first language of the browser that we speak, else Chinese. */
export const languageOf = (asked: string | null, accepted: string | undefined): Language => {
  const wishes = [asked ?? '', ...(accepted ?? '').split(',')].map((wish) => wish.trim().slice(0, 2).toLowerCase());
  return wishes.flatMap((wish) => LANGUAGES.filter((language) => language === wish))[0] ?? 'zh';
};
