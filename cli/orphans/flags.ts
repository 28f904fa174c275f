/** The options of `pulumi-enablex orphans`. */
export interface Flags {
  stack?: string;
  file?: string;
  as?: string;
  importFile?: string;
  adoptFile?: string;
  delete?: boolean;
  all?: boolean;
  olderThan: string;
  unlocked?: boolean;
  yes?: boolean;
  json?: boolean;
}
