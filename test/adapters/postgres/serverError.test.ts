import { describe, expect, test } from 'vitest';
import {
  type FailureContext,
  isWorthTryingWithoutTls,
  toUserError,
} from '../../../src/adapters/postgres/serverError.ts';
import { UserError } from '../../../src/app/userError.ts';

const secret = 'correct-horse-battery';

const context: FailureContext = {
  target: { host: 'db.example', port: 5432, database: 'shop', user: 'app', ssl: 'prefer' },
  timeouts: { connectTimeoutMs: 5000, statementTimeoutMs: 2500 },
  secrets: new Set([secret]),
};

const failure = (message: string, fields: object = {}): Error => Object.assign(new Error(message), fields);

/** What the user reads. */
function told(error: unknown): string {
  const result = toUserError(error, context);
  return result instanceof UserError ? `${result.message} ${result.advice}` : 'not told';
}

describe('in plain words', () => {
  test.each([
    ['ENOTFOUND', 'The host db.example is not known.'],
    ['EAI_AGAIN', 'The host db.example is not known.'],
    ['ETIMEDOUT', 'db.example:5432 did not answer within 5 s.'],
    ['EHOSTUNREACH', 'db.example:5432 cannot be reached from here.'],
    ['ENETUNREACH', 'db.example:5432 cannot be reached from here.'],
    ['ECONNRESET', 'The server at db.example:5432 ended the connection.'],
    ['EPIPE', 'The server at db.example:5432 ended the connection.'],
    ['EISCONN', 'db.example:5432 cannot be reached from here.'],
    ['53300', 'The server at db.example:5432 has no free connection.'],
    ['57P03', 'The server at db.example:5432 is starting up or shutting down.'],
    ['57P01', 'The server at db.example:5432 was stopped, or an administrator ended the session.'],
    ['57014', 'app@db.example/shop took longer than 2500 ms to answer.'],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'The certificate of db.example:5432 is signed by nobody this machine trusts.',
    ],
    [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'The certificate of db.example:5432 is signed by nobody this machine trusts.',
    ],
    ['CERT_HAS_EXPIRED', 'The certificate of db.example:5432 has expired.'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'No encrypted connection to db.example:5432 came about: as it is said.'],
  ])('%s', (code, expected) => {
    expect(told(failure('as it is said', { code }))).toContain(expected);
  });

  test.each([
    ['timeout expired', 'db.example:5432 did not answer within 5 s.'],
    ['Query read timeout', 'app@db.example/shop took longer than 2500 ms to answer.'],
    ['Connection terminated unexpectedly', 'The server at db.example:5432 ended the connection.'],
    ['The server does not support SSL connections', 'The server at db.example:5432 does not offer TLS.'],
    ['There was an error establishing an SSL connection', 'does not answer like a PostgreSQL server.'],
    [
      'SASL: SCRAM-SERVER-FIRST-MESSAGE: server nonce is too short',
      'does not answer like a PostgreSQL server.',
    ],
    ['Unknown authenticationOk message type 7', 'asks for a way of logging in that is not supported here'],
  ])('%s', (message, expected) => {
    expect(told(failure(message))).toContain(expected);
  });

  test('what a pooler refuses is told in its words', () => {
    expect(told(failure('unsupported startup parameter: options', { code: '08P01' }))).toContain(
      'The server or connection pooler at db.example:5432 refused the connection: unsupported startup parameter: options.',
    );
    expect(told(failure('Tenant or user not found', { code: 'XX000' }))).toContain(
      'app@db.example/shop refused: Tenant or user not found.',
    );
  });

  test('a pooler that gives a wrong password no code of its own', () => {
    const error = toUserError(failure('SASL authentication failed', { code: '08P01' }), context);
    expect(error).toHaveProperty('needs', 'password');
  });

  test('a refusal in another language is told apart all the same', () => {
    const said = 'kein pg_hba.conf-Eintrag für Host';
    expect(told(failure(said, { code: '28000', routine: 'ClientAuthentication' }))).toContain(
      'has no entry that fits',
    );
    expect(
      told(failure('Rolle „app“ existiert nicht', { code: '28000', routine: 'InitializeSessionUserId' })),
    ).toContain('The role app does not exist on db.example:5432, or may not log in.');
  });

  test('addresses that all refuse count as one', () => {
    const error = Object.assign(new AggregateError([failure('::1'), failure('127.0.0.1')]), {
      code: 'ECONNREFUSED',
    });
    expect(told(error)).toContain('No server listens at db.example:5432.');
  });
});

describe('what is not for the user', () => {
  test('a defect comes back as it is', () => {
    const defect = new TypeError('x is not a function');
    expect(toUserError(defect, context)).toBe(defect);
  });

  test('a password that a server repeats is blotted out, in the words and in the cause', () => {
    const error = toUserError(failure(`bad option ${secret}`, { code: 'XX000', detail: secret }), context);
    const cause =
      error instanceof UserError && error.cause instanceof Error ? error.cause : new Error('none');
    expect(told(failure(`bad option ${secret}`, { code: 'XX000' }))).toContain('refused: bad option •••.');
    expect(cause.message).toBe('XX000 · bad option •••');
    expect(`${cause.stack} ${JSON.stringify(cause)}`).not.toContain(secret);
  });
});

test.each([
  [failure('The server does not support SSL connections'), true],
  [failure('no entry', { code: '28000', routine: 'ClientAuthentication' }), true],
  [failure('no role', { code: '28000', routine: 'InitializeSessionUserId' }), false],
  [failure('wrong', { code: '28P01', routine: 'auth_failed' }), false],
  [failure('refused', { code: 'ECONNREFUSED' }), false],
])('without TLS it is tried again only where that can help: %o %s', (error, expected) => {
  expect(isWorthTryingWithoutTls(error)).toBe(expected);
});
