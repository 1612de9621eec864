import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Approach } from '../../src/app/askDatabase.ts';
import { readAgreed } from '../../src/cli/agreedFile.ts';
import { Consent, type ConsentOptions, consentText } from '../../src/cli/consent.ts';
import { fingerprintOf } from '../../src/core/connection/identity.ts';
import type { EnvironmentSetting } from '../../src/core/settings.ts';

let folder: string;
let file: string;
let questions: string[];
let notes: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftline-consent-'));
  file = join(folder, 'driftline/agreed.json');
  questions = [];
  notes = [];
});

afterEach(() => rm(folder, { recursive: true }));

function consent(answer: boolean | undefined, more: Partial<ConsentOptions> = {}): Consent {
  const confirm = (text: string) => {
    questions.push(text);
    return Promise.resolve(answer === true);
  };
  const note = (message: string) => void notes.push(message);
  return new Consent({
    yes: false,
    file,
    confirm: answer === undefined ? undefined : confirm,
    note,
    ...more,
  });
}

interface Case {
  readonly name?: string;
  readonly host?: string;
  readonly password?: string;
  readonly setting?: Partial<EnvironmentSetting>;
}

function approach({ name = 'local', host = 'db.example', password, setting }: Case = {}): Approach {
  const target = { host, port: 5433, database: 'shop', user: 'app', ssl: 'prefer' } as const;
  const environment: EnvironmentSetting = { name, connection: target, protected: false, ...setting };
  const project = { name: 'shop', id: 'shop', root: '/w/shop' } as Approach['project'];
  const fingerprint = fingerprintOf(target, environment.password);
  return { environment, project, connection: { target, password }, secretKey: 'key', fingerprint };
}

describe('a question', () => {
  test('is asked once for all, and a yes is remembered', async () => {
    const both = [approach(), approach({ name: 'production', host: 'prod.example' })];
    const first = consent(true);
    await first.askFor(both);
    expect(questions).toHaveLength(1);
    expect(await Promise.all(both.map(first.permit))).toEqual([true, true]);
    const second = consent(undefined);
    await second.askFor(both);
    expect(await Promise.all(both.map(second.permit))).toEqual([true, true]);
  });

  test('that is answered with no leaves what was agreed to earlier, and is asked again', async () => {
    await consent(true).askFor([approach()]);
    const refused = consent(false);
    const other = approach({ name: 'production' });
    await refused.askFor([approach(), other]);
    expect([await refused.permit(approach()), await refused.permit(other)]).toEqual([true, false]);
    expect(questions[1]).not.toContain('local');
    expect(readAgreed(file).size).toBe(1);
    await consent(false).askFor([other]);
    expect(questions).toHaveLength(3);
  });

  test.each<[string, Case]>([
    ['another host', { host: 'elsewhere.example' }],
    ['another name', { name: 'production' }],
    ['another variable as the password', { setting: { password: '${env:AWS_SECRET}' } }],
  ])('is asked again for %s', async (_, changed) => {
    const given = consent(true);
    await given.askFor([approach()]);
    expect(await given.permit(approach(changed))).toBe(false);
  });

  test('that cannot be remembered is still answered, and the user is told', async () => {
    await writeFile(join(folder, 'file'), '');
    const given = consent(true, { file: join(folder, 'file/driftline/agreed.json') });
    await given.askFor([approach()]);
    expect(await given.permit(approach())).toBe(true);
    expect(notes).toEqual([expect.stringContaining('could not be kept')]);
  });
});

describe('without a terminal', () => {
  test('what nobody agreed to is refused, with its target', async () => {
    await expect(consent(undefined).askFor([approach(), approach()])).rejects.toMatchObject({
      name: 'UserError',
      message: 'Nobody is here to agree to connect to app@db.example:5433/shop.',
      advice: expect.stringContaining('--yes'),
    });
  });

  test('--yes agrees to everything and remembers nothing', async () => {
    const given = consent(undefined, { yes: true });
    await given.askFor([approach()]);
    expect(await given.permit(approach())).toBe(true);
    expect(readAgreed(file).size).toBe(0);
  });
});

describe('the text', () => {
  const lineOf = (one: Case) => consentText([approach(one)]).split('\n')[1];

  test('names the target, the TLS mode, and where the password would come from', () => {
    const place = '  local of shop: app@db.example:5433/shop, TLS prefer';
    const password = 'a secret';
    expect(lineOf({})).toBe(place);
    expect(lineOf({ password, setting: { password: '${env:DB_PASSWORD}' } })).toBe(
      `${place}, password from DB_PASSWORD`,
    );
    const url = 'postgresql://${env:DB_USER}:${env:AWS_SECRET}@db.example/shop';
    expect(lineOf({ password, setting: { connection: { url } } })).toBe(
      `${place}, password from DB_USER, AWS_SECRET`,
    );
    const envFile = { envFile: '.env', key: 'DATABASE_URL' };
    expect(lineOf({ password, setting: { connection: envFile } })).toBe(
      `${place}, password from DATABASE_URL in .env`,
    );
    expect(lineOf({ password, setting: { connection: { from: 'alembic.ini' } } })).toBe(
      `${place}, password from alembic.ini`,
    );
  });

  test('cannot be made to show something else', () => {
    const host = 'evil.example\r\u001b[K  local of shop: app@\u202elocalhost\n';
    expect(lineOf({ host })).toBe(
      '  local of shop: app@evil.example\ufffd\ufffd[K  local of shop: app@\ufffdlocalhost\ufffd:5433/shop, TLS prefer',
    );
  });
});
