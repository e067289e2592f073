#pragma once

#include "core/ws/frameheader.h"

#include <QRect>
#include <QString>

#include <vector>

namespace framescope::ui
{

/// Which part of a frame header a field is (RFC 6455 §5.2).
enum class BitSlot { Fin, Rsv, Opcode, Mask, Length, ExtendedLength, Key };

/// One field of a header as it stands on the wire. Units: octets and bits from the first header octet.
struct BitField {
    BitSlot slot = BitSlot::Fin;
    QString name;
    QString bits;  ///< "0001", "1 0 0"; the masking key in hexadecimal
    QString brief; ///< the same for a narrow box
    QString value; ///< what the bits mean, empty where they speak for themselves
    std::size_t firstByte = 0;
    std::size_t byteCount = 0;
    std::size_t firstBit = 0;
    std::size_t bitCount = 0;

    QString fullText() const { return value.isEmpty() ? bits : bits + QStringLiteral(" = ") + value; }
    QString briefText() const { return value.isEmpty() ? brief : brief + QStringLiteral(" = ") + value; }
};

/// The fields a header really has, in the order of the wire.
std::vector<BitField> bitFields(const ws::FrameHeader &header);

/// The field that a selection of header octets means best, or -1: an octet of several fields stands for the opcode
/// (first octet) and the payload length (second).
int bitFieldAt(const std::vector<BitField> &fields, std::size_t firstByte, std::size_t byteCount);

/// Widths a field's box needs, in pixels.
struct BitBoxNeed {
    int full = 0;
    int brief = 0;
    bool secondLine = false; ///< may go to a second line (extended length, key)
    bool grows = false;      ///< takes part of the width that is left
};

struct BitBox {
    QRect rect;
    bool brief = false;
};

/// Places the boxes in one line if they fit, else in two, and spreads what is left over the fields that grow.
std::vector<BitBox> placeBitBoxes(const std::vector<BitBoxNeed> &needs, int width, int lineHeight, int lineGap);

} // namespace framescope::ui
