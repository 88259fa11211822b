import type { ModelSource } from "../../protocol.ts";

/** The model that comes with the page. */
export const shippedModel: ModelSource = {
  kind: "address",
  name: "Blood smear",
  address: new URL("models/smear/", document.baseURI).href,
};
