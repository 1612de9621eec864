import { expect, test } from 'vitest';
import { fingerprintOf, secretKeyOf } from '../../../src/core/connection/identity.ts';
import type { ConnectionTarget } from '../../../src/core/connection/target.ts';

const target: ConnectionTarget = {
  host: 'db',
  port: 5432,
  database: 'shop',
  user: 'app',
  ssl: 'verify-full',
};

test.each([
  ['another host', { ...target, host: 'db.evil.example' }],
  ['another port', { ...target, port: 5433 }],
  ['another user', { ...target, user: 'admin' }],
  ['another database', { ...target, database: 'bank' }],
])('%s does not get the password that was stored', (_, other) => {
  expect(secretKeyOf('staging', other)).not.toBe(secretKeyOf('staging', target));
  expect(fingerprintOf(other)).not.toBe(fingerprintOf(target));
});

test('another environment has a password of its own', () => {
  expect(secretKeyOf('production', target)).not.toBe(secretKeyOf('staging', target));
});

test('parts cannot be shifted from one field into the next', () => {
  const shifted = { ...target, user: 'app","shop', database: '' };
  expect(secretKeyOf('staging', shifted)).not.toBe(secretKeyOf('staging', target));
});

test('weaker TLS and another variable as the password need a new consent', () => {
  expect(fingerprintOf({ ...target, ssl: 'disable' })).not.toBe(fingerprintOf(target));
  expect(fingerprintOf(target, '${env:CLOUD_KEY}')).not.toBe(fingerprintOf(target));
});

test('host names have no case, folders of sockets do', () => {
  expect(secretKeyOf('staging', { ...target, host: 'DB' })).toBe(secretKeyOf('staging', target));
  expect(fingerprintOf({ ...target, host: '/Run' })).not.toBe(fingerprintOf({ ...target, host: '/run' }));
});
