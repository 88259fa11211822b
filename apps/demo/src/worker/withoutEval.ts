import { config } from "zod";

// zod tries out whether it may make code at run time; the page's policy would report that. It must be told before the first schema is made.
config({ jitless: true });
