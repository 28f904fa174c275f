import type { Question } from "./question";
import { kept } from "./questions/data";
import { errors } from "./questions/errors";
import { lists } from "./questions/list";
import { optional } from "./questions/optional-settings";
import { others } from "./questions/other";
import { responses } from "./questions/responses";
import { schedule } from "./questions/schedule";
import { settings } from "./questions/settings";
import { subscription } from "./questions/subscription";
import { updates } from "./questions/updates";

/**
 * The table of what is assumed of the live service, in the order in which it is tested: what much hangs on first, what may
 * take many requests last.
 */
export const questions: Question[] = [
  ...responses,
  ...errors,
  ...kept,
  ...lists,
  ...updates,
  ...settings,
  ...subscription,
  ...schedule,
  ...optional,
  ...others,
];
