import { doesNothing, dynamicType, Nothing, names } from "./support";

for (const name of names) new Nothing(dynamicType, name, doesNothing);
