/** A project's revisions as the graph panel draws them. Plain data: it crosses the border of a webview. */

export interface RevisionGraphPicture {
  readonly projectId: string;
  readonly project: string;
  /** As the tool lists its history: each above what it follows or depends on. */
  readonly nodes: readonly GraphNode[];
  readonly environments: readonly GraphEnvironment[];
}

export interface GraphNode {
  readonly id: string;
  /** One line; may be empty. */
  readonly message: string;
  readonly file: string;
  readonly labels: readonly string[];
  /** Those it follows, as far as the chain has them. */
  readonly down: readonly string[];
  readonly dependsOn: readonly string[];
  readonly environments: readonly EnvironmentMark[];
  /** Environments that an upgrade would run it in. */
  readonly pendingIn: readonly string[];
}

/** An environment that stands at a revision. */
export interface EnvironmentMark {
  readonly name: string;
  readonly protected: boolean;
  /** `stamped`: its version table says so; `true`: its schema is that, or most like that, and the stamp says otherwise. */
  readonly kind: 'stamped' | 'true';
  /** It could not be read again: this is what it said last. */
  readonly isOld: boolean;
}

export interface GraphEnvironment {
  readonly name: string;
  readonly protected: boolean;
  /** A few words: `4 behind`, `not connected`. */
  readonly summary: string;
}

/** The whole of what a screen reader says of a revision. */
export function nodeText({ id, message, labels, environments, pendingIn, down }: GraphNode): string {
  const parts = [
    message === '' ? id : `${message}, ${id}`,
    down.length > 1 ? `merges ${down.join(' and ')}` : '',
    labels.length > 0 ? `branch ${labels.join(', ')}` : '',
    ...environments.map(markText),
    pendingIn.length > 0 ? `pending in ${pendingIn.join(', ')}` : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** `production is stamped here`. */
export function markText({ name, kind, isOld }: EnvironmentMark): string {
  const known = isOld ? `${name} (last known)` : name;
  return kind === 'stamped' ? `${known} is stamped here` : `the schema of ${known} is most like this`;
}
