import { noteText, type PipelineNote, type PipelineWarning } from "@cellgen/pipelines";
import type { ReportTexts } from "@cellgen/pipelines/report";

/** Remedies of warnings that a flag of the command can change. */
const remedies: Readonly<Record<string, string>> = {
  "noise-stronger-than-stated": "Compare with --noise auto.",
  "noise-weaker-than-stated": "Compare with --noise auto.",
  "structure-not-kept": "A lower --strength preserves more.",
  "class-rarely-reached": "A higher --strength or --guidance changes more.",
  "class-rarely-reached-by-sdedit": "--method ddib changes a class or stain.",
  "end-not-reproduced": "Use more --steps, or state their --class.",
};

/** Texts of notes and warnings, with the flags of the commands. */
export const reportTexts = {
  noteText(note: PipelineNote): string {
    switch (note.code) {
      case "white-noise-in-stabilised-model":
        return "not variance-stabilised, but the model was trained with --stabilise: use --noise gain=…,offset=…,read=…";
      case "photon-noise-in-plain-model":
        return "variance-stabilised for photon noise, but the model was trained without --stabilise: use a model trained with it";
      case "looks-clean":
        return "probably clean: most of the estimated noise is fine texture. Do not denoise clean images; if you know the noise level, give it with --noise";
      default:
        return noteText(note);
    }
  },
  warningText({ code, message, remedy }: PipelineWarning): string {
    return [message, remedies[code] ?? remedy].filter(Boolean).join(" ");
  },
} satisfies ReportTexts;
