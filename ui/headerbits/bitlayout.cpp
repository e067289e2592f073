#include "ui/headerbits/bitlayout.h"

#include "ui/support/numbertext.h"

#include <QCoreApplication>

#include <algorithm>

namespace framescope::ui
{

namespace
{
struct Text {
    Q_DECLARE_TR_FUNCTIONS(HeaderBits)
};

/// `count` bits of `value`, most significant first, in groups of `group` (0: none).
QString bitText(std::uint64_t value, int count, int group)
{
    QString out;
    for (int i = count - 1; i >= 0; --i) {
        out += ((value >> i) & 1) != 0 ? u'1' : u'0';
        if (group > 0 && i > 0 && i % group == 0)
            out += u' ';
    }
    return out;
}

QString keyText(const ws::MaskKey &key)
{
    return QString::fromLatin1(
        QByteArray(reinterpret_cast<const char *>(key.data()), qsizetype(key.size())).toHex(' '));
}

void placeLine(const std::vector<BitBoxNeed> &needs, std::size_t from, std::size_t to, bool brief, int width, int y,
               int height, std::vector<BitBox> &boxes)
{
    const auto need = [&](std::size_t i) { return brief ? needs[i].brief : needs[i].full; };
    int total = 0;
    int growing = 0;
    for (std::size_t i = from; i < to; ++i) {
        total += need(i);
        growing += needs[i].grows ? need(i) : 0;
    }
    const int spare = width - total;
    int x = 0;
    for (std::size_t i = from; i < to; ++i) {
        int w = need(i);
        // Small fields keep their size so that they stand where the eye expects them.
        if (spare > 0 && needs[i].grows)
            w += spare * need(i) / std::max(1, growing);
        else if (spare < 0)
            w = std::max(1, need(i) * width / std::max(1, total));
        if (i + 1 == to)
            w = std::max(w, width - x);
        boxes[i] = {QRect(x, y, w, height), brief};
        x += w;
    }
}
} // namespace

std::vector<BitField> bitFields(const ws::FrameHeader &header)
{
    std::vector<BitField> out;
    const auto add = [&out](BitSlot slot, const QString &name, const QString &bits, const QString &value,
                            std::size_t firstBit, std::size_t bitCount) {
        BitField f{slot, name, bits, bits, value, firstBit / 8, 0, firstBit, bitCount};
        f.byteCount = (firstBit + bitCount - 1) / 8 - f.firstByte + 1;
        out.push_back(f);
    };
    // RFC 6455 §5.2, Base Framing Protocol
    add(BitSlot::Fin, Text::tr("FIN"), bitText(header.first >> 7, 1, 0), {}, 0, 1);
    add(BitSlot::Rsv, Text::tr("RSV"), bitText(header.rsv(), 3, 1), {}, 1, 3);
    add(BitSlot::Opcode, Text::tr("opcode"), bitText(header.first & 0xF, 4, 0), {}, 4, 4);
    add(BitSlot::Mask, Text::tr("MASK"), bitText(header.second >> 7, 1, 0), {}, 8, 1);
    add(BitSlot::Length, Text::tr("payload len"), bitText(header.length7(), 7, 0), QString::number(header.length7()), 9,
        7);
    std::size_t next = 16;
    if (header.lengthForm() != ws::LengthForm::Bits7) {
        const int count = header.lengthForm() == ws::LengthForm::Bits16 ? 16 : 64;
        add(BitSlot::ExtendedLength, Text::tr("extended payload length"), bitText(header.declared, count, 4),
            numberText(header.declared), next, std::size_t(count));
        out.back().brief = QStringLiteral("0x") + QString::number(header.declared, 16).rightJustified(count / 4, u'0');
        next += std::size_t(count);
    }
    if (header.masked())
        add(BitSlot::Key, Text::tr("masking key (hex)"), keyText(header.key), {}, next, 32);
    return out;
}

int bitFieldAt(const std::vector<BitField> &fields, std::size_t firstByte, std::size_t byteCount)
{
    if (byteCount == 0)
        return -1;
    for (std::size_t i = fields.size(); i-- > 0;) {
        const BitField &f = fields[i];
        if (firstByte >= f.firstByte && firstByte - f.firstByte < f.byteCount &&
            byteCount <= f.byteCount - (firstByte - f.firstByte))
            return int(i);
    }
    return -1;
}

std::vector<BitBox> placeBitBoxes(const std::vector<BitBoxNeed> &needs, int width, int lineHeight, int lineGap)
{
    std::vector<BitBox> boxes(needs.size());
    const auto sum = [&](std::size_t from, std::size_t to, bool brief) {
        int total = 0;
        for (std::size_t i = from; i < to; ++i)
            total += brief ? needs[i].brief : needs[i].full;
        return total;
    };
    const std::size_t all = needs.size();
    std::size_t split = 0;
    while (split < all && !needs[split].secondLine)
        ++split;
    for (const bool brief : {false, true}) {
        if (sum(0, all, brief) <= width) {
            placeLine(needs, 0, all, brief, width, 0, lineHeight, boxes);
            return boxes;
        }
    }
    placeLine(needs, 0, split, sum(0, split, false) > width, width, 0, lineHeight, boxes);
    placeLine(needs, split, all, sum(split, all, false) > width, width, lineHeight + lineGap, lineHeight, boxes);
    return boxes;
}

} // namespace framescope::ui
