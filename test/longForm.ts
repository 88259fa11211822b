/** Whether tests run in their long forms, as `npm run test:long` asks for by CELLGEN_LONG. In a page they do not. */
export const longForm: boolean = globalThis.process?.env["CELLGEN_LONG"] !== undefined;
