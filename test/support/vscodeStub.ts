/**
 * Just enough of the `vscode` module to activate the extension outside VS Code: everything can be called and made,
 * answers with more of the same, and does nothing.
 */
function nothing(): unknown {
  return new Proxy(class Stub {}, {
    get: (_target, key) => (key === Symbol.toPrimitive || key === 'then' ? undefined : nothing()),
    apply: () => nothing(),
    construct: () => nothing() as object,
    set: () => true,
  });
}

export const CodeActionKind = nothing();
export const commands = nothing();
export const env = nothing();
export const languages = nothing();
export const Uri = nothing();
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2 };
export const StatusBarAlignment = { Left: 1 };
export const ProgressLocation = { Notification: 15 };
export const ConfigurationTarget = { Workspace: 2 };
export const ThemeIcon = class ThemeIcon {};
export const ThemeColor = class ThemeColor {};
export class CancellationError extends Error {}
export class EventEmitter {
  readonly event = nothing();
}
export const Disposable = { from: (...parts: readonly unknown[]) => ({ parts, dispose: () => undefined }) };

/** A view is visible once it was shown; here none is. */
export const window = new Proxy(
  {},
  { get: (_target, key) => (key === 'createTreeView' ? () => ({ visible: false, ...events }) : nothing()) },
);
export const workspace = new Proxy(
  {},
  { get: (_target, key) => (key === 'workspaceFolders' ? [] : nothing()) },
);

const events = { onDidChangeVisibility: nothing(), dispose: () => undefined };
