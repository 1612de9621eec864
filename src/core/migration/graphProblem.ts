/** What can be wrong with a chain as a whole, and how to say it. */
import { assertNever } from '../assertNever.ts';
import { baseName } from '../text/path.ts';
import type { Location, Range } from '../text/range.ts';
import type { Problem } from '../text/read.ts';
import type { Revision, RevisionReference } from './revision.ts';

export type GraphProblem = Location &
  (
    | { readonly kind: 'duplicateId'; readonly id: string; readonly files: readonly string[] }
    | { readonly kind: 'missingParent'; readonly revision: string; readonly parent: string }
    | { readonly kind: 'missingDependency'; readonly revision: string; readonly dependency: string }
    | {
        readonly kind: 'labelTaken';
        readonly label: string;
        readonly revision: string;
        readonly other: string;
      }
    | { readonly kind: 'cycle'; readonly revisions: readonly string[] }
    | { readonly kind: 'severalHeads'; readonly head: string; readonly heads: readonly string[] }
  );

/** A head, and the branch labels it belongs to. */
export interface LabelledHead {
  readonly revision: Revision;
  readonly branchLabels: ReadonlySet<string>;
}

/**
 * One problem at each head, where there are several: none of them can be reached by the name `head`. Heads of which
 * each has a label that no other has are branches that somebody keeps apart, and no problem.
 */
export function headProblems(all: readonly LabelledHead[]): GraphProblem[] {
  const heads = all.filter(({ revision }) => revision.repeatable !== true);
  if (heads.length < 2 || heads.every((head) => hasOwnLabel(head, heads))) return [];
  const ids = heads.map(({ revision }) => revision.id);
  return heads.map(({ revision }) => {
    const range = referenceRange(revision, 'revision', revision.id);
    return {
      kind: 'severalHeads',
      head: revision.id,
      heads: ids,
      file: revision.file,
      ...(range && { range }),
    };
  });
}

function hasOwnLabel(head: LabelledHead, heads: readonly LabelledHead[]): boolean {
  const isShared = (label: string) => heads.some((other) => other !== head && other.branchLabels.has(label));
  return [...head.branchLabels].some((label) => !isShared(label));
}

/** Where a script names a revision: `id`, or the first of that kind. */
export function referenceRange(
  revision: Revision,
  kind: RevisionReference['kind'],
  id?: string,
): Range | undefined {
  const found = revision.references.find(
    (reference) => reference.kind === kind && (id === undefined || reference.id === id),
  );
  return found?.range;
}

export function graphProblemText(problem: GraphProblem): string {
  switch (problem.kind) {
    case 'duplicateId':
      return `Revision ${problem.id} is declared in ${problem.files.map(baseName).join(' and in ')}. Give one of them an id of its own.`;
    case 'missingParent':
      return `Revision ${problem.revision} follows ${problem.parent}, which no script here declares. Restore that script, or name the revision it should follow.`;
    case 'missingDependency':
      return `Revision ${problem.revision} depends on ${problem.dependency}, which is neither a revision nor a branch label here.`;
    case 'labelTaken':
      return `Branch label ${problem.label} of revision ${problem.revision} is already used by ${problem.other}.`;
    case 'cycle':
      return problem.revisions.length === 1
        ? `Revision ${problem.revisions[0]} follows itself.`
        : `Revisions ${problem.revisions.join(' → ')} follow each other in a circle.`;
    case 'severalHeads':
      return `This project has ${problem.heads.length} heads: ${problem.heads.join(', ')}. Merge them, or upgrade to "heads".`;
    default:
      return assertNever(problem, 'graph problem');
  }
}

const CODES: Record<GraphProblem['kind'], string> = {
  duplicateId: 'duplicate-id',
  missingParent: 'missing-parent',
  missingDependency: 'missing-dependency',
  labelTaken: 'label-taken',
  cycle: 'cycle',
  severalHeads: 'several-heads',
};

/** As a problem of a file. Several heads are legal, everything else stops Alembic. */
export function toProblem(problem: GraphProblem): Problem {
  return {
    code: CODES[problem.kind],
    severity: problem.kind === 'severalHeads' ? 'warning' : 'error',
    message: graphProblemText(problem),
    file: problem.file,
    ...(problem.range && { range: problem.range }),
  };
}
