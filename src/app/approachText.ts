/** What a user agrees to, as he is asked it: all that his consent is bound to. Names come from a repository's files. */
import { targetText } from '../core/connection/target.ts';
import { expandSetting } from '../core/connection/variables.ts';
import { printable } from '../core/text/printable.ts';
import type { Approach } from './askDatabase.ts';

/** `staging of shop: app@db.example/shop, TLS prefer, password from STAGING_PASSWORD`. */
export function approachText({ environment, project, connection }: Approach): string {
  const { target, password } = connection;
  const source = password === undefined ? '' : `, password from ${passwordSource(environment)}`;
  return printable(
    `${environment.name} of ${project.name}: ${targetText(target)}, TLS ${target.ssl}${source}`,
  );
}

function passwordSource({ password, connection }: Approach['environment']): string {
  const setting = password ?? ('url' in connection ? connection.url : '');
  // Without values every variable is a missing one.
  const variables = expandSetting(setting, {}).missing;
  if (variables.length > 0) return variables.join(', ');
  if ('envFile' in connection) return `${connection.key} in ${connection.envFile}`;
  return 'from' in connection ? connection.from : 'an earlier answer';
}
