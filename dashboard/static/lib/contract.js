// What Python sends to the components, as types: `dashboard/components/network_data.py` builds these objects. A message
// is a sentence in the page's language; {names} in it are placeholders.

/** @typedef {"current" | "pinned"} RunName */

/**
 * @typedef {object} NetworkConfig
 * @property {number[]} layers units in each layer, the input layer first
 * @property {string} activation of the hidden layers, by its name in Keras
 * @property {string[]} colourSpaces that a colour is given in: "rgb", "hsv", "hue_circle", "oklab"
 * @property {number[]} offset subtracted from each feature
 * @property {number[]} scale by which each feature is divided then
 */

/**
 * What the network view gets, besides the weights.
 *
 * @typedef {object} NetworkData
 * @property {RunName} run which of the page's runs this is
 * @property {NetworkConfig} network
 * @property {number[][]} colours the rated colours, (rows, 3), each in 0-255
 * @property {boolean[]} like whether each is rated as liked
 * @property {boolean[]} test whether each is a test row
 * @property {number} omitted how many rated colours beyond these there are
 * @property {NetworkMessages} messages
 */

/**
 * @typedef {object} NetworkMessages
 * @property {Record<string, string>} channels the names of H, S, V, L, R, G and B
 * @property {string} liked
 * @property {string} notLiked
 * @property {string} mapColoursTitle
 * @property {string} mapLikingTitle
 * @property {string} mapLegend
 * @property {string} mapOmitted empty where no rated colour is omitted
 * @property {string} mapUnmarked {count}
 * @property {string} mapSummary {epoch} {share} {most} {much} {least} {little}
 * @property {string} mapSummaryNone the same where no colour is liked
 * @property {string} mapSummaryAll the same where every colour is liked
 * @property {string} mapFixed {part} {value}
 * @property {string} mapPointer {colour} {liking}
 * @property {string} saveMap
 * @property {string} testRow
 * @property {string} trainingRow
 * @property {string[]} featureNames
 * @property {string[]} layerTitles
 * @property {string} diagramDescription
 * @property {string} diagramLegend
 * @property {string} inputUnit {name}
 * @property {string} hiddenUnit {name} {bias} {low} {high}
 * @property {string} outputUnit {name} {bias}
 * @property {string} unitAblation {moved} {count} {rows}
 * @property {string} unitWeights {into} {out}
 * @property {string} unitDead
 * @property {string} bias
 * @property {string} dead
 * @property {string} deadCount {count} {units}
 * @property {string} oneImportant {epoch} {name} {moved} {count} {rows}
 * @property {string} someImportant {epoch} {name} {names} {moved} {count} {rows}
 * @property {string} noneImportant {epoch}
 * @property {string} saveDiagram
 * @property {string} label of the whole view
 * @property {{ map: string, network: string, prediction: string }} titles
 * @property {string} predictedLiked {colour} {liking} {sure}
 * @property {string} predictedNotLiked {colour} {liking} {sure}
 * @property {string} confidenceLow
 * @property {string} confidenceMedium
 * @property {string} confidenceHigh
 * @property {string} stepsLabel
 * @property {string} stepRgb
 * @property {string} stepFeatures
 * @property {string} stepNormalised
 * @property {string} stepHidden
 * @property {string} stepLogitNotLiked
 * @property {string} stepLogitLiked
 * @property {string} stepOutputs
 * @property {string} stepLiking
 * @property {string} likingFormula {yes} {no} {liking}
 * @property {string} neighboursTitle
 * @property {string} neighbourDistance {distance}
 */

/**
 * What the score gets; while the network is being trained only `html`.
 *
 * @typedef {object} ScoreData
 * @property {string} html the score after the last epoch
 * @property {RunName} run which of the page's runs this is
 * @property {{ loss: number[], accuracy: number[] }} history on the test rows, by epoch from 0 (untrained) on
 * @property {number} rows how many test rows there are
 * @property {number[][]} colours of the test rows in the table, (n, 3), each in 0-255
 * @property {boolean[]} like whether each of them is rated as liked
 * @property {string} correct a message: {right} {rows}
 * @property {{ liked: string, notLiked: string, right: string, wrong: string }} marks HTML for the table's cells
 */

/**
 * @typedef {object} BarMessages
 * @property {Record<string, string>} channels the names of H, S, V, L, R, G and B
 * @property {string} liked
 * @property {string} notLiked
 * @property {string} label of the whole bar
 * @property {string} play
 * @property {string} pause
 * @property {string} epoch
 * @property {string} afterEpoch {epoch} {last}
 * @property {string} untrained {last}
 * @property {string} plane
 * @property {string} zoom
 * @property {string} colour
 * @property {string} answersChanged {epoch} {count} {rows} {last}
 * @property {string} answersUnchanged {rows}
 * @property {string} current before what is said of the current run
 * @property {string} pinned before what is said of the pinned run
 */

/**
 * @typedef {object} FigureData
 * @property {string} figure plotly's JSON
 * @property {string} alt what it shows, in words
 * @property {string} name of its files
 * @property {string} save a message, on the buttons
 * @property {?number} epochs of a figure over the epochs, how many the run has
 */

/**
 * @typedef {object} TableData
 * @property {string} html
 * @property {string} name what a screen reader calls it
 * @property {?number} epochs how many the run has whose rows these are; null while it is being trained
 */

/**
 * One box of the results.
 *
 * @typedef {object} ResultsPanel
 * @property {string} title
 * @property {string} meaning what the title means
 * @property {string} mark of whose figures these are; empty where there is nothing to tell apart
 * @property {?("table" | "figure" | "score")} view null where there is nothing to show yet, or no more
 * @property {TableData | FigureData | ScoreData | null} data of the view
 * @property {string[]} notes sentences below it
 */

/**
 * @typedef {object} ResultsData
 * @property {ResultsPanel[]} panels in the order in which they are read
 * @property {1 | 2} runs how many runs stand beside each other
 * @property {boolean} faded whether the figures are earlier ones
 */

// oxlint-disable-next-line unicorn/require-module-specifiers -- makes this file a module
export {};
