#include "core/decode/decoder.h"
#include "core/decode/utf8.h"

#include <algorithm>

namespace framescope::decode
{

namespace
{
/// The first octet that begins no character of UTF-8, or the size. A character that is cut by the end is well where
/// more follows.
std::size_t firstBad(ByteView text, bool whole)
{
    if (qbyteView(text).isValidUtf8())
        return text.size();
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = utf8CharacterAt(text, at);
        if (size == 0)
            return !whole && text.size() - at < 4 && utf8ErrorAt(text, at) == at ? text.size() : utf8ErrorAt(text, at);
        at += size;
    }
    return text.size();
}

class TextDecoder final : public Decoder
{
public:
    const char *id() const noexcept override { return "text"; }
    const char *name() const noexcept override { return "Text"; }

    Confidence detect(const Payload &payload) const override
    {
        if (payload.octets.empty())
            return confidence::none;
        if (payload.text)
            return confidence::possible - 10;
        const bool controls = std::any_of(payload.octets.begin(), payload.octets.end(), [](std::uint8_t c) {
            return (c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == 0x7F;
        });
        return !controls && firstBad(payload.octets, payload.whole) == payload.octets.size() ? confidence::possible + 5
                                                                                             : confidence::none;
    }
    bool summarises() const noexcept override { return false; } // it is text by itself
    /// Line by line.
    void build(const Payload &payload, TreeBuilder &tree) const override
    {
        const ByteView text = payload.octets;
        const std::uint32_t top = tree.add(TreeBuilder::none, NodeKind::Array, "text", 0, text.size());
        if (top == TreeBuilder::none)
            return;
        const std::size_t bad = firstBad(text, payload.whole);
        std::size_t at = 0;
        for (std::size_t line = 1; at < text.size(); ++line) {
            const auto begin = text.begin() + static_cast<std::ptrdiff_t>(at);
            const auto feed = std::find(begin, text.end(), std::uint8_t('\n'));
            std::size_t end = static_cast<std::size_t>(feed - text.begin());
            const std::size_t next = feed == text.end() ? end : end + 1;
            if (end > at && text[end - 1] == '\r')
                --end;
            const std::uint32_t node = tree.add(top, NodeKind::String, "line", at, next - at);
            if (node == TreeBuilder::none)
                return;
            tree.setLabel(node, QString::number(line));
            tree.setText(node, text.subspan(at, end - at));
            if (bad >= at && bad < next)
                tree.addProblem(node, "this byte is not UTF-8", bad, 1);
            at = next;
        }
        if (!payload.whole)
            tree.setCut();
    }
};
} // namespace

const Decoder &textDecoder();
const Decoder &textDecoder()
{
    static const TextDecoder decoder;
    return decoder;
}

} // namespace framescope::decode
