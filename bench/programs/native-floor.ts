import { Nothing, names, nativeType } from "./support";

for (const name of names) new Nothing(nativeType, name, { participants: 30 });
