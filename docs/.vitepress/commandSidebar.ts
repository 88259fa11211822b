import { readdirSync } from "node:fs";
import type { DefaultTheme } from "vitepress";

/** The pages of docs/commands, one per command. */
export function commandSidebar(): DefaultTheme.SidebarItem[] {
  const pages = readdirSync(new URL("../commands", import.meta.url)).filter((file) => file !== "index.md");
  return [
    {
      text: "Commands",
      link: "/commands/",
      items: pages.sort().map((file) => {
        const page = file.replace(/\.md$/, "");
        return { text: `cellgen ${page.replace("-", " ")}`, link: `/commands/${page}` };
      }),
    },
  ];
}
