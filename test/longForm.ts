/** Whether tests run in their long forms: `npm run test:long` sets CELLGEN_LONG. */
export const longForm: boolean = process.env["CELLGEN_LONG"] !== undefined;
