import { accountNames, findAccount } from "../../provider/config";
import { examineApi } from "./api";
import { examineClock } from "./clock";
import { configurationOf } from "./configuration";
import type { Finding } from "./finding";
import { withoutSecrets } from "./hide";
import { examineConfiguration } from "./keys";
import { examineLinks } from "./links";
import { examinePulumi } from "./pulumi";
import { examineState } from "./state";
import type { Surroundings } from "./surroundings";
import { examineTools } from "./tools";

/** What an examination found, in the order of the road from the machine to the links. */
export interface Examination {
  /** `<project>/<stack>`; none where no stack can be read. */
  stack?: string;
  findings: Finding[];
}

/**
 * Runs all checks. One that fails stops no other, but for those that need what it found missing, which are skipped.
 *
 * @param name the stack; the selected one where it is not given
 */
export async function examine(around: Surroundings, name?: string): Promise<Examination> {
  const [tools, { stack, findings: pulumi }] = await Promise.all([
    examineTools(around),
    examinePulumi(around, name),
  ]);
  const configuration = configurationOf(around, stack, name);
  const accounts = accountNames(configuration.read).map((each) => findAccount(configuration.read, each));
  const [apis, links] = await Promise.all([
    Promise.all(accounts.map((found) => examineApi(around, configuration, found))),
    Promise.all(accounts.map(({ account }) => examineLinks(around, configuration, account))),
  ]);
  const heard = apis.find((api) => api.heard)?.heard;
  const findings = [
    ...tools,
    ...pulumi,
    ...examineConfiguration(configuration),
    ...apis.map(({ finding }) => finding),
    ...links,
    examineClock(heard, around.platform),
    ...examineState(around, stack, apis, configuration.of),
  ];
  return { stack: stack.name, findings: withoutSecrets(findings, configuration) };
}
