import { noteText, type PipelineNote, type PipelineWarning } from "@cellgen/pipelines";
import type { ReportTexts } from "@cellgen/pipelines/report";

/** Texts of notes and warnings, with the flags of the commands. */
export const reportTexts = {
  noteText(note: PipelineNote): string {
    switch (note.code) {
      case "white-noise-in-stabilised-model":
        return "not variance-stabilized, but the model was trained with --stabilise: use --noise gain=…,offset=…,read=…";
      case "photon-noise-in-plain-model":
        return "variance-stabilized for photon noise, but the model was trained without --stabilise: use a model trained with it";
      case "looks-clean":
        return "probably clean: most of the estimated noise is fine texture. Do not denoise clean images; if you know the noise level, give it with --noise";
      default:
        return noteText(note);
    }
  },
  warningText(warning: PipelineWarning): string {
    const remedy = remedyOf(warning);
    return remedy === undefined ? warning.message : `${warning.message} ${remedy}`;
  },
} satisfies ReportTexts;

/** Return the remedy of a warning, with the flags that change the result. */
function remedyOf({ code, method, remedy }: PipelineWarning): string | undefined {
  switch (code) {
    case "noise-stronger-than-stated":
    case "noise-weaker-than-stated":
      return "Compare with --noise auto.";
    case "structure-not-kept":
      return "A lower --strength preserves more.";
    case "class-rarely-reached":
      return method === "sdedit"
        ? "--method ddib changes a class or stain."
        : "A higher --strength or --guidance changes more.";
    case "class-not-reached":
      return "Use a higher --strength or --guidance.";
    case "end-not-reproduced":
      return "Use more --steps, or specify its --class.";
    case "worse-than-gaussian":
    case "residual-too-strong":
    case "residual-too-weak":
    case "brightness-shifted":
    case "residual-structured":
      return remedy;
  }
}
