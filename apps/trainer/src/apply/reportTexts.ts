import { noteText, type PipelineNote, type PipelineWarning } from "@cellgen/pipelines";
import type { ReportTexts } from "@cellgen/pipelines/report";

/** What to do about warnings, where it is a flag of the command. */
const remedies: Readonly<Record<string, string>> = {
  "noise-stronger-than-stated": "Compare with --noise auto.",
  "noise-weaker-than-stated": "Compare with --noise auto.",
  "structure-not-kept": "A lower --strength keeps more.",
  "class-rarely-reached": "A higher --strength or --guidance changes more.",
  "class-rarely-reached-by-sdedit": "--method ddib changes a class or stain.",
  "end-not-reproduced": "Use more --steps, or state their --class.",
};

/** Notes and warnings with the flags of the commands. */
export const reportTexts = {
  noteText(note: PipelineNote): string {
    switch (note.code) {
      case "white-noise-in-stabilised-model":
        return "of plain values, the model of stabilised ones: use --noise gain=…,offset=…,read=… for this model";
      case "photon-noise-in-plain-model":
        return "stabilised for photon noise, the model not: use a model trained with --stabilise";
      case "looks-clean":
        return "probably clean: most of the estimated noise is fine texture. Leave clean images as they are; if you know the noise, give it with --noise";
      default:
        return noteText(note);
    }
  },
  warningText({ code, message, remedy }: PipelineWarning): string {
    return [message, remedies[code] ?? remedy].filter(Boolean).join(" ");
  },
} satisfies ReportTexts;
