import { config } from "zod";

// zod probes for eval, which the page's policy reports as a violation. Disable it before the first schema is created.
config({ jitless: true });
