/** What somebody wants to see beforehand: a command of the migration tool, for one environment. Plain data. */
import type { Direction } from './plan/plannedRun.ts';

export interface PreviewQuestion {
  readonly projectId: string;
  readonly environment: string;
  readonly kind: Direction | 'stamp';
  /** As the tool takes it: `head`, an id, `-1`, `base`. */
  readonly target: string;
  /** The revision that the database is taken to stand at, whatever its stamp says; only of Alembic. */
  readonly from?: string;
}

/** `Upgrade of production`. */
export function questionTitle({ kind, environment }: Pick<PreviewQuestion, 'kind' | 'environment'>): string {
  const names = { upgrade: 'Upgrade', downgrade: 'Downgrade', stamp: 'Stamp' } as const;
  return `${names[kind]} of ${environment}`;
}
