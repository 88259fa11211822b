import type { ModelSource } from "../../protocol.ts";

/** The included model. */
export const shippedModel: ModelSource = {
  kind: "address",
  name: "Blood smear",
  address: new URL("models/smear/", document.baseURI).href,
};
