import { parseSelection, type SampleSelection, type SelectionTexts } from "@cellgen/data";
import { type ModelCard, trainingSelection } from "@cellgen/pipelines";

/**
 * Return the channels and planes of the files to read: those of the settings, else those that the model was trained on.
 *
 * @param settings - Checked settings.
 */
export function selectionOf(settings: SelectionTexts, card?: Pick<ModelCard, "training">): SampleSelection {
  const { selectChannels, z, time } = settings;
  const trained = card ? trainingSelection(card) : {};
  return { ...trained, ...parseSelection({ selectChannels, z, time }) };
}
