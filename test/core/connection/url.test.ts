import { describe, expect, test } from 'vitest';
import { targetText } from '../../../src/core/connection/target.ts';
import { readDatabaseUrl } from '../../../src/core/connection/url.ts';

/** The URL's target, TLS mode and password in one line, or why it cannot be read. */
function told(url: string, defaults = {}): string {
  const reading = readDatabaseUrl(url, defaults);
  if (reading.kind === 'problem') return `${reading.message} ${reading.advice}`;
  const { target, password, notes } = reading;
  const secret = password === undefined ? 'no password' : `password ${password}`;
  return [`${targetText(target)} ${target.ssl}, ${secret}`, ...notes].join(' | ');
}

describe('URLs that name a PostgreSQL database', () => {
  test.each([
    ['postgresql://app:pw@db.example:6543/shop', 'app@db.example:6543/shop prefer, password pw'],
    ['postgres://app@db.example/shop', 'app@db.example/shop prefer, no password'],
    ['postgresql+asyncpg://app:pw@db/shop', 'app@db/shop prefer, password pw'],
    ['postgresql+psycopg2://app:pw@db/shop', 'app@db/shop prefer, password pw'],
    ['  postgresql+psycopg://app@db/shop\n', 'app@db/shop prefer, no password'],
    ['PostgreSQL://app@db/shop', 'app@db/shop prefer, no password'],
    ['jdbc:postgresql://db:5433/shop?user=app&password=p%26w', 'app@db:5433/shop prefer, password p&w'],
    ['postgresql://app:@db/shop', 'app@db/shop prefer, no password'],
    ['postgresql://app@db:/shop', 'app@db/shop prefer, no password'],
    ['postgresql://app@db', 'app@db/app prefer, no password'],
    ['postgresql://app@/shop', 'app@localhost/shop prefer, no password'],
    ['postgresql://app@db/shop#fragment', 'app@db/shop prefer, no password'],
  ])('%s', (url, expected) => {
    expect(told(url)).toBe(expected);
  });
});

describe('what is encoded is decoded', () => {
  test.each([
    ['postgresql://app:p%40ss%2Fw%3Ard@db/shop', 'app@db/shop prefer, password p@ss/w:rd'],
    ['postgresql://app:100%@db/shop', 'app@db/shop prefer, password 100%'],
    ['postgresql://app:a+b%2Bc@db/shop', 'app@db/shop prefer, password a+b+c'],
    ['postgresql://app:%FF@db/shop', 'app@db/shop prefer, password %FF'],
    ['postgresql://app:s/l?a#sh:x@db/shop', 'app@db/shop prefer, password s/l?a#sh:x'],
    ['postgresql://us%65r%40corp@db/my%20shop', 'user@corp@db/my shop prefer, no password'],
    ['postgresql://app:pass%C3%A9@db/shop', 'app@db/shop prefer, password passé'],
  ])('%s', (url, expected) => {
    expect(told(url)).toBe(expected);
  });
});

describe('hosts', () => {
  const first = 'The database URL names several hosts; only the first is asked.';
  test.each([
    ['postgresql://app@[::1]:5433/shop', 'app@::1:5433/shop prefer, no password'],
    ['postgresql://app@[fe80::1]/shop', 'app@fe80::1/shop prefer, no password'],
    ['postgresql://app@/shop?host=/run/postgresql', 'app@/run/postgresql/shop prefer, no password'],
    ['postgresql://app@%2Frun%2Fpg:5433/shop', 'app@/run/pg:5433/shop prefer, no password'],
    ['postgresql+pg8000://app@/shop?unix_sock=/run/.s.PGSQL.5434', 'app@/run:5434/shop prefer, no password'],
    ['postgresql://app@/shop?host=db&port=5435', 'app@db:5435/shop prefer, no password'],
    ['postgresql://app@a:1,b:2/shop', `app@a:1/shop prefer, no password | ${first}`],
    ['postgresql://app@/shop?host=a:1&host=b:2', `app@a:1/shop prefer, no password | ${first}`],
    ['postgresql://app@/shop?host=a,b&port=1,2', `app@a:1/shop prefer, no password | ${first}`],
  ])('%s', (url, expected) => {
    expect(told(url)).toBe(expected);
  });

  test('where the URL is silent, the surroundings say user and host', () => {
    const defaults = { user: 'ada', host: (port: number) => `/run/${port}` };
    expect(told('postgresql://', defaults)).toBe('ada@/run/5432/ada prefer, no password');
    expect(told('postgresql:///shop?port=5433', defaults)).toBe(
      'ada@/run/5433:5433/shop prefer, no password',
    );
  });
});

describe('TLS modes, as drivers spell them', () => {
  test.each([
    ['sslmode=disable', 'disable'],
    ['sslmode=allow', 'prefer'],
    ['sslmode=require', 'require'],
    ['sslmode=verify-ca', 'verify-ca'],
    ['sslmode=verify-full&sslrootcert=/x.crt', 'verify-full'],
    ['ssl=true', 'require'],
    ['ssl=require', 'require'],
    ['ssl=False', 'disable'],
    ['ssl=no-verify', 'require'],
    ['ssl=true&sslmode=verify-full', 'verify-full'],
  ])('%s is %s', (query, mode) => {
    expect(told(`postgresql://app@db/shop?${query}`)).toBe(`app@db/shop ${mode}, no password`);
  });

  test('an unknown one is said so', () => {
    expect(told('postgresql://app@db/shop?sslmode=maybe')).toBe(
      'app@db/shop prefer, no password | The TLS mode in the database URL is not known; “prefer” is used instead.',
    );
  });
});

describe('URLs that cannot be used', () => {
  test.each([
    ['mysql+pymysql://app:hunter2@db/shop', 'This is a MySQL URL, not a PostgreSQL one.'],
    ['sqlite:///app.db', 'This is a SQLite URL, not a PostgreSQL one.'],
    ['cockroachdb://app:hunter2@db/shop', 'This is a CockroachDB URL, not a PostgreSQL one.'],
    ['ftp://app:hunter2@db/shop', '“ftp” is not a PostgreSQL URL.'],
    [
      'driver://user:pass@localhost/dbname',
      "The database URL is still the placeholder of Alembic's template",
    ],
    ['hunter2', 'The database URL is not a URL.'],
    ['', 'The database URL is not a URL.'],
    [
      'postgresql://app:hunter2@db:port/shop',
      'The port in the database URL is not a number from 1 to 65535.',
    ],
    [
      'postgresql://app:hunter2@db:70000/shop',
      'The port in the database URL is not a number from 1 to 65535.',
    ],
    ['postgresql://db/shop', 'The database URL names no user.'],
    ['postgresql://app@/?service=hunter2', 'The database URL names a service of pg_service.conf'],
  ])('%s', (url, expected) => {
    expect(told(url)).toContain(expected);
    expect(told(url)).not.toContain('hunter2');
  });

  test('a password with an @ of its own is not taken for a host', () => {
    expect(told('postgresql://app:hun@ter2@db/shop')).toContain('The database URL cannot be read.');
    expect(told('postgresql://app:hun@ter2/x@db/shop')).toContain('The database URL cannot be read.');
  });
});
