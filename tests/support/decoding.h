#pragma once

#include "core/decode/decoder.h"

#include <QByteArray>
#include <QJsonValue>
#include <QString>

#include <vector>

namespace framescope::tests
{

/// A payload that a real implementation made (tests/data/decode), and what it says.
struct Recorded {
    QByteArray name; ///< of the value and the library
    QByteArray octets;
    QJsonValue value;
    bool text = false;
};
/// Empty where the file cannot be read.
std::vector<Recorded> recordedPayloads(const QString &file);

/// One line a node: a dot a level, label=value, type, first octet and number of octets.
QByteArray printTree(const decode::DecodedTree &tree);
/// The first top node as JSON: octets as the string h'00ff', times as strings, tags as what they are about.
QJsonValue jsonOf(const decode::DecodedTree &tree);
/// The label, value or sentence of the first Problem, and its first octet: "17: it announces 5 octets"; empty when
/// there is none.
QByteArray problemOf(const decode::DecodedTree &tree);

/// Decodes octets that nothing else is known of.
decode::DecodedTree decoded(const decode::Decoder &decoder, const QByteArray &octets, bool text = false,
                            bool whole = true, const decode::DecodeLimits &limits = {});
/// Every beginning of the octets, whole and cut, is decoded and summarised; every node lies in its parent and in the
/// octets. False, and says why, when one does not.
bool everyBeginningHolds(const decode::Decoder &decoder, const QByteArray &octets, bool text = false);

} // namespace framescope::tests
