/**
 * What servers, poolers and the network say when they refuse, in plain words and with what to do about it.
 *
 * Nothing here tells servers apart by their messages, which come in the server's language, except for poolers and
 * for `pg` itself, which give no codes. The cause that goes to the log is made anew from code and message, without
 * what was sent, and with the password blotted out should a server repeat it.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
import { UserError } from '../../app/userError.ts';
import { type ConnectionTarget, targetText } from '../../core/connection/target.ts';
import type { ConnectionTimeouts } from '../../core/settings.ts';

export interface FailureContext {
  readonly target: ConnectionTarget;
  readonly timeouts: ConnectionTimeouts;
  /** Texts that must not be shown or logged. */
  readonly secrets: ReadonlySet<string>;
}

/** Defects of this program, which have none of the marks of a refusal, come back as they are. */
export function toUserError(error: unknown, context: FailureContext): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const refusal = toRefusal(error, context.secrets);
  const words =
    byCode.get(refusal.code)?.(context, refusal) ??
    byMessage.find(([pattern]) => pattern.test(error.message))?.[1](context, refusal) ??
    otherwise(context, refusal);
  if (words === undefined) return error;
  const [message, advice, needs] = words;
  return new UserError(message, advice, causeOf(refusal), needs);
}

/** With `sslmode=prefer`: the server has no TLS, or has an entry for this client only without it. */
export function isWorthTryingWithoutTls(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    noTls.test(error.message) ||
    ('code' in error && error.code === '28000' && routineOf(error) === 'ClientAuthentication')
  );
}

interface Refusal {
  /** An SQLSTATE, an errno, or a code of Node's TLS; empty if there is none. */
  readonly code: string;
  /** In the server's words, redacted. */
  readonly said: string;
  /** The function of PostgreSQL's source that raised it: finer than the code, and not translated. */
  readonly routine: string;
}

type Words = readonly [message: string, advice: string, needs?: 'password'];
type Explain = (context: FailureContext, refusal: Refusal) => Words;

const noTls = /^The server does not support SSL connections$/;

const wrongPassword: Explain = ({ target }) => [
  `The server rejected the password of ${targetText(target)}.`,
  'Type it again when asked, or correct the variable that holds it.',
  'password',
];

const notListening: Explain = ({ target }) => [
  `No server listens at ${address(target)}.`,
  'Start the server, or correct the host and the port.',
];

const unreachable: Explain = ({ target }) => [
  `${address(target)} cannot be reached from here.`,
  'Check the network, the VPN and the firewall.',
];

const unknownHost: Explain = ({ target }) => [
  `The host ${target.host} is not known.`,
  'Correct the host, or check the network and the VPN.',
];

const vanished: Explain = ({ target }) => [
  `The server at ${address(target)} ended the connection.`,
  'Refresh when the server is up again.',
];

const shutDown: Explain = ({ target }) => [
  `The server at ${address(target)} was stopped, or an administrator ended the session.`,
  'Refresh when the server is up again.',
];

const tooSlow: Explain = ({ target, timeouts }) => [
  `${targetText(target)} took longer than ${milliseconds(timeouts.statementTimeoutMs)} to answer.`,
  'Try again when the server is less busy, or raise driftline.connection.statementTimeoutMs.',
];

const silent: Explain = ({ target, timeouts }) => [
  `${address(target)} did not answer within ${milliseconds(timeouts.connectTimeoutMs)}.`,
  'Check the host, the VPN and the firewall, or raise driftline.connection.connectTimeoutMs.',
];

const untrustedCertificate: Explain = ({ target }) => [
  `The certificate of ${address(target)} is signed by nobody this machine trusts.`,
  'Put the certificate of its authority into ~/.postgresql/root.crt or name it in PGSSLROOTCERT; or set ssl to require, which encrypts without checking.',
];

const notPostgres: Explain = ({ target }) => [
  `What listens at ${address(target)} does not answer like a PostgreSQL server.`,
  'Correct the port, or set ssl to disable if a proxy there cannot do TLS.',
];

const byCode: ReadonlyMap<string, Explain> = new Map<string, Explain>([
  ['28P01', wrongPassword],
  ['28000', notAdmitted],
  [
    '3D000',
    ({ target }) => [
      `There is no database ${target.database} on ${address(target)}.`,
      'Correct the database, or create it.',
    ],
  ],
  [
    '42501',
    ({ target }) => [
      `The role ${target.user} may not connect to ${target.database} on ${address(target)}.`,
      `Let an owner run: GRANT CONNECT ON DATABASE ${identifier(target.database)} TO ${identifier(target.user)};`,
    ],
  ],
  [
    '53300',
    ({ target }) => [
      `The server at ${address(target)} has no free connection.`,
      'Try again when others have disconnected, or ask for a higher connection limit.',
    ],
  ],
  [
    '57P03',
    ({ target }) => [
      `The server at ${address(target)} is starting up or shutting down.`,
      'Refresh in a moment.',
    ],
  ],
  ['57P01', shutDown],
  ['57P02', shutDown],
  ['57P05', shutDown],
  ['25P03', shutDown],
  ['57014', tooSlow],
  ['08P01', refusedByPooler],
  ['ECONNREFUSED', notListening],
  [
    'ENOENT',
    ({ target }) => [
      `There is no Unix socket of a PostgreSQL server in ${target.host} for port ${target.port}.`,
      'Start the server, or correct the folder and the port.',
    ],
  ],
  [
    'EACCES',
    ({ target }) => [
      `This user may not open the connection to ${address(target)}.`,
      'Ask for access to the socket, or connect by host name.',
    ],
  ],
  ['ENOTFOUND', unknownHost],
  ['EAI_AGAIN', unknownHost],
  ['ETIMEDOUT', silent],
  ['EHOSTUNREACH', unreachable],
  ['ENETUNREACH', unreachable],
  ['EHOSTDOWN', unreachable],
  ['EADDRNOTAVAIL', unreachable],
  ['ECONNRESET', vanished],
  ['EPIPE', vanished],
  ['ECONNABORTED', vanished],
  ['SELF_SIGNED_CERT_IN_CHAIN', untrustedCertificate],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', untrustedCertificate],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', untrustedCertificate],
  ['UNABLE_TO_GET_ISSUER_CERT', untrustedCertificate],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', untrustedCertificate],
  [
    'CERT_HAS_EXPIRED',
    ({ target }) => [
      `The certificate of ${address(target)} has expired.`,
      'Ask for a new one, or set ssl to require, which does not check it.',
    ],
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    ({ target }) => [
      `The certificate of ${address(target)} is for another host name.`,
      'Connect by the name in the certificate, or set ssl to verify-ca, which does not compare it.',
    ],
  ],
]);

/** `pg` and Node's TLS, whose errors have no code that would tell. */
const byMessage: readonly (readonly [RegExp, Explain])[] = [
  [
    noTls,
    ({ target }) => [
      `The server at ${address(target)} does not offer TLS.`,
      'Turn TLS on there, or set ssl to prefer or disable for this environment.',
    ],
  ],
  [/^There was an error establishing an SSL connection$/, notPostgres],
  [/^timeout expired$/, silent],
  [/^Query read timeout$/, tooSlow],
  [/^Connection terminated/, vanished],
  [/^Client has encountered a connection error/, vanished],
  [/^SASL: SCRAM-SERVER-FIRST-MESSAGE: client password/, wrongPassword],
  [/^Unknown authenticationOk message type|^SASL: Only mechanism/, unknownMethod],
  [/^SASL: /, notPostgres],
  [/^received invalid response|^Received unexpected|^Unknown message code/i, notPostgres],
];

/** `pg_hba.conf`, `LOGIN` and the methods that ask the operating system share one code. */
function notAdmitted({ target }: FailureContext, { routine, said }: Refusal): Words {
  const who = targetText(target);
  if (routine === 'InitializeSessionUserId') {
    return [
      `The role ${target.user} does not exist on ${address(target)}, or may not log in.`,
      'Correct the user.',
    ];
  }
  if (routine === 'ClientAuthentication') {
    const tls = target.ssl === 'disable' ? ' If it demands TLS, set ssl to require.' : '';
    return [
      `The server does not admit ${who} from here: pg_hba.conf has no entry that fits.`,
      `Ask for an entry in pg_hba.conf.${tls}`,
    ];
  }
  if (routine === 'auth_failed') {
    return [
      `The server does not admit ${who} without a password: it compares with the user of the operating system.`,
      'Correct the user, or connect by host name with a password.',
    ];
  }
  return [`The server refused ${who}: ${sentence(said)}`, 'Correct the user, or ask for access.'];
}

/** PgBouncer has one code for everything, also for a wrong password. */
function refusedByPooler(context: FailureContext, refusal: Refusal): Words {
  if (/authentication failed/i.test(refusal.said)) return wrongPassword(context, refusal);
  return [
    `The server or connection pooler at ${address(context.target)} refused the connection: ${sentence(refusal.said)}`,
    'Check that the pooler knows this database and user, or connect to the server itself.',
  ];
}

function unknownMethod({ target }: FailureContext): Words {
  return [
    `The server at ${address(target)} asks for a way of logging in that is not supported here, such as Kerberos.`,
    'Ask for a role with a password.',
  ];
}

function otherwise({ target }: FailureContext, { code, said }: Refusal): Words | undefined {
  if (/^[0-9A-Z]{5}$/.test(code)) {
    return [
      `${targetText(target)} refused: ${sentence(said)}`,
      `Look up PostgreSQL's error ${code}, or ask its administrator.`,
    ];
  }
  if (/^(ERR_SSL_|ERR_TLS_|EPROTO|CERT_|UNABLE_|HOSTNAME_)/.test(code)) {
    return [
      `No encrypted connection to ${address(target)} came about: ${sentence(said)}`,
      "Check the server's certificate and TLS settings.",
    ];
  }
  return /^E[A-Z]+$/.test(code)
    ? unreachable({ target } as FailureContext, { code, said, routine: '' })
    : undefined;
}

function toRefusal(error: Error, secrets: ReadonlySet<string>): Refusal {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return { code, said: redacted(error.message, secrets), routine: routineOf(error) };
}

function routineOf(error: Error): string {
  return 'routine' in error && typeof error.routine === 'string' ? error.routine : '';
}

function causeOf({ code, said, routine }: Refusal): Error {
  return new Error([code, said, routine].filter((part) => part !== '').join(' · '));
}

function redacted(text: string, secrets: ReadonlySet<string>): string {
  return [...secrets].reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '•••')), text);
}

function address({ host, port }: ConnectionTarget): string {
  return host.startsWith('/')
    ? `${host} (port ${port})`
    : `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function milliseconds(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
