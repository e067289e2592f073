#pragma once

#include "core/base/ids.h"
#include "ui/hex/hexsource.h"

#include <QByteArray>

#include <memory>
#include <vector>

namespace framescope::capture
{
class Capture;
class CaptureReader;
} // namespace framescope::capture

namespace framescope::ui
{

struct RowFacts;
struct HexRange;
struct Colors;

/// Which octets of a frame are meant; Inflated: those of its whole message (RFC 7692 §6.2).
enum class PayloadView { Wire, Masked, Unmasked, Inflated };

/// The octets of one row, read from the capture as they are asked for.
/// Lifetime: the reader outlives it.
class RowSource final : public HexSource
{
public:
    RowSource(capture::CaptureReader &reader, RowIndex row, std::uint64_t size, PayloadView view)
        : m_reader(reader), m_row(row), m_size(size), m_view(view)
    {
    }
    std::uint64_t size() const override { return m_size; }
    QByteArray read(std::uint64_t from, std::uint64_t count) override;
    void setSize(std::uint64_t size) { m_size = size; }

private:
    capture::CaptureReader &m_reader;
    RowIndex m_row;
    std::uint64_t m_size;
    PayloadView m_view;
};

/// Octets of the row on the wire that are in the capture.
std::uint64_t wireSize(const RowFacts &facts);
/// Header fields of the row as coloured ranges; none for rows that are no frames.
std::vector<HexRange> headerRanges(const RowFacts &facts, const Colors &colors);
/// Octets that findings of the row are about. Offsets from the first octet on the wire.
std::vector<HexRange> findingMarks(const RowFacts &facts, std::uint64_t size);

} // namespace framescope::ui
