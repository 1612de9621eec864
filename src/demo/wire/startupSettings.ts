/** The settings in a startup packet: its own parameters, and those inside `options=-c name=value …`. */

const notSettings = new Set(['user', 'database', 'options', 'replication']);

export function startupSettings(parameters: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const [, name, value] of (parameters.get('options') ?? '').matchAll(
    /(?:-c\s*|--)([\w.-]+)=((?:\\.|[^\s\\])*)/g,
  )) {
    if (name !== undefined && value !== undefined) {
      settings.set(name.replaceAll('-', '_'), value.replaceAll(/\\(.)/g, '$1'));
    }
  }
  for (const [name, value] of parameters) {
    // Names that begin with `_pq_.` are reserved for extensions of the protocol.
    if (!notSettings.has(name) && !name.startsWith('_pq_.')) settings.set(name, value);
  }
  return settings;
}
