import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import type { Change } from "../room/diff";

/** A difference, and whether the engine compares inputs with inputs, instead of outputs with inputs. */
export interface PropertyChange extends Change {
  inputDiff?: boolean;
}

/** Differences for the engine: a kind for each property path, and the names of the properties. */
export function toDiffResponse(changes: PropertyChange[]): DiffResponse {
  const response = new DiffResponse()
    .setChanges(changes.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE)
    .setDiffsList(namesOf(changes))
    .setReplacesList(namesOf(changes.filter((change) => change.replace)))
    .setHasdetaileddiff(true);
  for (const { path, kind, replace, inputDiff = false } of changes) {
    const diff = new PropertyDiff().setKind(kinds[kind][replace ? 1 : 0]).setInputdiff(inputDiff);
    response.getDetaileddiffMap().set(path, diff);
  }
  return response;
}

const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
const kinds = {
  add: [ADD, ADD_REPLACE],
  delete: [DELETE, DELETE_REPLACE],
  update: [UPDATE, UPDATE_REPLACE],
} as const;

const namesOf = (changes: PropertyChange[]) => [...new Set(changes.map((change) => change.property))];
