/**
 * What stamping a database would claim, effect by effect, checked against its live schema; and the statements that
 * would write the stamp. Nothing is run.
 *
 * Revisions that the stamp newly counts as applied, or no longer, are told in full; of those that are recorded already,
 * the ones whose effects are not there, so that a stamp that lies is seen whatever is stamped next.
 */
import { diffSnapshots } from '../../drift/diffSnapshots.ts';
import type { DriftInput } from '../../drift/driftReport.ts';
import type { RevisionSet, TrueRevision } from '../../drift/report.ts';
import { sameSet, trueRevision } from '../../drift/trueRevision.ts';
import { conventionOf } from '../../migration/allConventions.ts';
import { ancestorsOf, type RevisionGraph } from '../../migration/graph.ts';
import type { MigrationProject } from '../../migration/project.ts';
import { type Standing, standingOf } from '../../migration/standing.ts';
import type { VersionTable, VersionTableReading } from '../../migration/versionTable.ts';
import { ClaimJudge } from './claims.ts';
import { stampMessages } from './stampMessages.ts';
import type { StampClaim, StampedRevision, StampPreview } from './stampPreview.ts';
import { stampTarget } from './stampTarget.ts';
import { type StampWriting, stampWriting } from './stampWriting.ts';

export interface StampInput
  extends Pick<
    DriftInput,
    'live' | 'timeline' | 'effects' | 'heads' | 'scope' | 'expressions' | 'operationsOf'
  > {
  readonly project: MigrationProject;
  readonly graph: RevisionGraph;
  /** Where the project keeps its stamp; `undefined`: its own default is taken, and said so. */
  readonly versionTable: VersionTable | undefined;
  readonly reading: VersionTableReading;
  readonly environment: {
    readonly name: string;
    readonly protected: boolean;
    readonly writable: boolean;
  };
  /** As on the command line: `head`, `heads`, an id, `label@head`, `base`, `-1`, `+2`; several with blanks between. */
  readonly target: string;
}

export type StampAnswer =
  | StampPreview
  /** The target names no revision: a whole sentence. */
  | { readonly kind: 'notFound'; readonly message: string };

export function previewStamp(input: StampInput): StampAnswer {
  const { graph, project, environment } = input;
  const standing = standingNow(input);
  const known = standing?.at.map(({ id }) => id);
  const applied = standing?.applied ?? new Set<string>();
  const target = stampTarget(graph, known, applied, input.target);
  if (target.kind === 'notFound') return target;
  const writing = stampWriting(input, standing, target);
  const revisions = revisionsOf(input, standing, writing.to);
  const counts = countsOf(revisions);
  const match = preferring(
    writing.to,
    trueRevision(input.live, input.timeline, input.effects, known, {
      expressions: input.expressions,
      scope: input.scope,
      withoutRenames: true,
    }),
  );
  const recommended = recommendedOf(input, match);
  const comparison = diffSnapshots(input.timeline.snapshotAt(writing.to), input.live, input);
  return {
    kind: 'stamp',
    project: project.name,
    environment: environment.name,
    protected: environment.protected,
    writable: environment.writable,
    from: standing && [...standing.at.map(({ id }) => id), ...standing.unknown],
    to: writing.to,
    revisions,
    differences: comparison.differences,
    counts,
    recommended,
    messages: stampMessages({ input, standing, writing, revisions, match, recommended, comparison }),
    sql: writing.sql,
    ...(writing.command === undefined ? {} : { command: writing.command }),
  };
}

/** A database without a version table stands at base. `undefined`: the table could not be read. */
function standingNow({ reading, graph, project }: StampInput): Standing | undefined {
  if (reading.kind !== 'rows' && reading.kind !== 'absent') return undefined;
  const rows = reading.kind === 'rows' ? reading.rows : [];
  return standingOf(graph, conventionOf(project.convention).readStamp(rows, graph, project));
}

function revisionsOf(
  input: StampInput,
  standing: Standing | undefined,
  to: StampWriting['to'],
): readonly StampedRevision[] {
  const { graph, timeline } = input;
  const before = standing?.applied ?? new Set<string>();
  const after = ancestorsOf(graph.nodes, to);
  const claimed = timeline.order.filter((id) => after.has(id));
  const judge = new ClaimJudge(input, to, claimed);
  return timeline.order.flatMap((id) => {
    if (!after.has(id))
      return before.has(id) ? [stamped(id, 'disclaimed', judge.disclaimsOf(id), graph)] : [];
    const claims = judge.claimsOf(id);
    const isNew = !before.has(id);
    return isNew || claims.some(({ truth }) => truth === 'false')
      ? [stamped(id, 'claimed', claims, graph, isNew)]
      : [];
  });
}

function stamped(
  id: string,
  as: StampedRevision['as'],
  claims: readonly StampClaim[],
  { byId }: RevisionGraph,
  isNew = true,
): StampedRevision {
  const revision = byId.get(id);
  const recorded = isNew ? {} : { recorded: true as const };
  return { revision: id, message: revision?.message, file: revision?.file ?? '', as, ...recorded, claims };
}

function countsOf(revisions: readonly StampedRevision[]): StampPreview['counts'] {
  const claims = revisions.flatMap((revision) => revision.claims);
  const count = (truth: StampClaim['truth']) => claims.filter((claim) => claim.truth === truth).length;
  return { true: count('true'), false: count('false'), unknown: count('unknown') };
}

/** Among revisions with the same schema, the schema supports the one that is asked for as much as any. */
function preferring(to: RevisionSet, match: TrueRevision): TrueRevision {
  const own = match.equivalent.find((one) => sameSet(one, to));
  if (own === undefined) return match;
  const equivalent = [match.revisions, ...match.equivalent.filter((one) => one !== own)];
  return { ...match, revisions: own, equivalent };
}

/** Only what is sure enough: a wrong stamp is worse than none. */
function recommendedOf(
  { live, scope, timeline, expressions }: StampInput,
  { certainty, revisions }: TrueRevision,
): RevisionSet | undefined {
  if (certainty.kind === 'unsure') return undefined;
  if (revisions.length > 0) return revisions;
  const { foreign } = diffSnapshots(timeline.snapshotAt([]), live, { scope, expressions });
  return foreign.length > 0 ? undefined : revisions;
}
