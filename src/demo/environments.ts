/** The settings of the workspace: which project has which database where. Every form of connection occurs. */

export const passwordVariable = 'DRIFTLINE_DEMO_PASSWORD';

const password = `\${env:${passwordVariable}}`;

/** What settings.json holds. */
export function demoSettings(port: number): object {
  return {
    'driftline.environments': demoEnvironments(port),
    // One thread serves all databases, so that who asks last may have to wait for the others.
    'driftline.connection.connectTimeoutMs': 60_000,
    'driftline.connection.statementTimeoutMs': 60_000,
  };
}

function demoEnvironments(port: number): readonly object[] {
  const at = (database: string, user: string) => ({
    host: '127.0.0.1',
    port,
    database,
    user,
    ssl: 'disable',
  });
  return [
    {
      name: 'local',
      projects: ['admin-module', 'storage-element'],
      connection: { envFile: '.env', key: 'DATABASE_URL' },
    },
    {
      name: 'local',
      projects: ['query-module'],
      connection: { url: `postgresql+asyncpg://artstore@127.0.0.1:${port}/artstore_query` },
      password,
    },
    { name: 'local', projects: ['credentialing'], connection: { from: 'alembic.ini' }, password },
    { name: 'ci', projects: ['admin-module'], connection: at('artstore_ci', 'artstore'), password },
    { name: 'staging', projects: ['admin-module'], connection: at('artstore_staging', 'artstore'), password },
    {
      name: 'staging',
      projects: ['storage-element'],
      connection: at('artstore_storage_01', 'artstore'),
      password,
    },
    {
      name: 'staging',
      projects: ['query-module'],
      connection: at('artstore_query_staging', 'artstore'),
      password,
    },
    { name: 'staging', projects: ['deal-platform'], connection: at('deals_staging', 'deals'), password },
    {
      name: 'staging',
      projects: ['project-tracker'],
      connection: at('tracker_staging', 'tracker'),
      password,
    },
    { name: 'staging', projects: ['billing'], connection: at('billing', 'billing'), password },
    {
      name: 'production',
      projects: ['credentialing'],
      connection: at('credentialing_production', 'credentialing'),
      password,
      protected: true,
    },
    {
      name: 'production',
      projects: ['deal-platform'],
      connection: at('deals_production', 'deals'),
      password,
      protected: true,
    },
    {
      name: 'production',
      projects: ['project-tracker'],
      connection: at('tracker_production', 'tracker'),
      password,
      protected: true,
    },
  ];
}
